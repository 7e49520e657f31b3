// Is the process alive, and should it be sent requests? What /livez and /readyz answer.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::observe {

// Starts alive, and not ready for the reason "starting".
// Lives on: any thread (mutex; ready() and alive() are atomic and may be asked by anyone at any
// rate).
class Health {
 public:
  static constexpr std::string_view kStarting = "starting";
  static constexpr std::string_view kDraining = "draining";

  Health();

  // Not ready for one more reason, until it is cleared. Adding one twice or clearing one that is
  // not there changes nothing.
  void add_reason(std::string_view reason);
  void clear_reason(std::string_view reason);

  bool ready() const { return ready_.load(std::memory_order_acquire); }

  // Why not ready, oldest first; empty when ready.
  std::vector<std::string> reasons() const;

  // The process cannot get well again and should be restarted. For ever; the first reason stays.
  void give_up(std::string_view reason);

  bool alive() const { return alive_.load(std::memory_order_acquire); }

  std::optional<std::string> death() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> reasons_;
  std::optional<std::string> death_;
  std::atomic<bool> ready_{false};
  std::atomic<bool> alive_{true};
};

}  // namespace vitrine::observe
