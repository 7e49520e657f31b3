// The popular sizes of new originals, and popular pictures again, made in the background: those of
// one original together, because they share its decode, one original at a time, and only while a
// render thread is free. A foreground picture that arrives when every thread is at work therefore
// waits for at most kTogetherMax sizes, of which most of the work is done once.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "delivery/order.h"
#include "delivery/rooms.h"
#include "failure/result.h"
#include "runtime/task.h"

namespace vitrine::delivery {

// Lives on: any thread (mutex).
class Popular {
 public:
  // Makes pictures in the background, and says of each, in the order of the recipes: busy when it
  // has to give way, false when it was there.
  using Make = std::function<Task<std::vector<Result<bool>>>(SiblingOrder order)>;

  // How many sizes are made at once.
  static constexpr std::size_t kTogetherMax = 4;

  // Sizes beyond `pending_max` are dropped and counted: they are made when somebody asks for them.
  Popular(std::size_t pending_max, Rooms rooms, Make make);

  // Every recipe in `order.popular`, but for the one that is being made anyway.
  void add(const Order& order);
  // The same picture with care: it proved popular itself.
  void add_again(const Order& order);
  // Goes on with what is pending, on `executor`, if nothing is under way. To be called whenever a
  // render has ended, because that may have freed a thread.
  void go_on(const Executor& executor);
  // Drops what is pending, and takes no more.
  void stop();

  std::size_t pending() const;

 private:
  Task<void> run();
  std::optional<SiblingOrder> next();
  bool give_way(SiblingOrder order);
  // With the lock held.
  bool has_room();

  const std::size_t pending_max_;
  Rooms rooms_;
  const Make make_;
  mutable std::mutex mutex_;
  std::deque<SiblingOrder> pending_;
  // Of all of them together.
  std::size_t pending_sizes_ = 0;
  bool running_ = false;
  // A render has ended since the order that is under way was begun.
  bool freed_ = false;
  bool stopped_ = false;
};

}  // namespace vitrine::delivery
