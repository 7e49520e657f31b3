// Makes pictures on the render pool, a bounded number at a time.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "delivery/original.h"
#include "delivery/rooms.h"
#include "failure/result.h"
#include "images/recipe.h"
#include "images/render.h"
#include "runtime/admission.h"
#include "runtime/task.h"

namespace vitrine::delivery {

// Somebody waits for a foreground picture. A background one is made only while a thread is free.
enum class Urgency : std::uint8_t { foreground, background };

// Lives on: any thread.
class Renderer {
 public:
  Renderer(images::Limits limits, std::size_t queue_max, Rooms rooms);
  // Tells the renders that still run to stop; they end within rows, and touch nothing of ours.
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  // busy when the queue is full, or when a background picture would have to wait; else what
  // images::render says.
  Task<Result<images::Encoded>> render(OriginalBytes original,
                                       images::Recipe recipe,
                                       Urgency urgency);

  // Running and waiting.
  std::size_t rendering() const { return slots_.inside(); }

  std::size_t refused() const { return slots_.refused(); }

 private:
  const images::Limits limits_;
  Rooms rooms_;
  Admission slots_;
  std::shared_ptr<std::atomic<bool>> cancelled_;
};

}  // namespace vitrine::delivery
