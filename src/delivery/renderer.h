// Makes pictures on the render pool, a bounded number at a time.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/original.h"
#include "delivery/rooms.h"
#include "failure/result.h"
#include "images/planes_cache.h"
#include "images/recipe.h"
#include "images/render.h"
#include "runtime/admission.h"
#include "runtime/task.h"

namespace vitrine::delivery {

// Somebody waits for a foreground picture. A background one is made only while a thread is free.
enum class Urgency : std::uint8_t { foreground, background };

struct RendererConfig {
  images::Limits images;
  std::size_t queue_max;
  // Of decoded planes; see images/planes_cache.h.
  std::uint64_t planes_bytes_max;
};

// Lives on: any thread.
class Renderer {
 public:
  using Made = std::vector<Result<images::Encoded>>;

  Renderer(RendererConfig config, Rooms rooms);
  // Tells the renders that still run to stop; they end within rows, and touch nothing of ours.
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  // For each recipe, in their order, on one thread: what images::render_many says, or busy for all
  // of them, when the queue is full, or when a background picture would have to wait. `name` is
  // `name_of` the original.
  Task<Made> render(OriginalBytes original,
                    std::string name,
                    std::vector<images::Recipe> recipes,
                    Urgency urgency);

  // No other bytes have it. A purge moves the generation on, and so leaves behind what was decoded
  // before it, also of a file whose folder says the same about other bytes.
  static std::string name_of(const Original& original, std::string_view source_key);

  // Running and waiting.
  std::size_t rendering() const { return slots_.inside(); }

  std::size_t refused() const { return slots_.refused(); }

  const images::PlanesCache& planes() const { return *planes_; }

 private:
  const images::Limits limits_;
  Rooms rooms_;
  Admission slots_;
  std::shared_ptr<images::PlanesCache> planes_;
  std::shared_ptr<std::atomic<bool>> cancelled_;
};

}  // namespace vitrine::delivery
