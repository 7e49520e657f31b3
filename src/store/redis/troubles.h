// What is wrong with Redis, as the thread that writes and the thread that reads see it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "failure/failure.h"
#include "observe/log.h"

namespace vitrine::store::redis {

enum class Part : std::uint8_t { reading, writing };

// Lives on: any thread (mutex).
class Troubles {
 public:
  explicit Troubles(observe::Log& log) : log_(log) {}

  // Logged when it is another than before.
  void set(Part part, const Failure& failure);
  void clear(Part part);

  // Cheap while there is none. An instance that does not read cannot answer what it writes, so
  // either of the two is one.
  std::optional<Failure> any() const;

 private:
  observe::Log& log_;
  std::atomic<bool> some_{false};
  mutable std::mutex mutex_;
  std::array<std::optional<Failure>, 2> failures_;
};

}  // namespace vitrine::store::redis
