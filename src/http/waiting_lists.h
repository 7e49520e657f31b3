// Who waits for what, and since when: one list per reason, oldest first, so that a time-out costs
// two pointers a request and one look a second, not a timer each.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "http/limits.h"

namespace vitrine::http {

enum class Wait : std::uint8_t {
  idle,     // for a request
  head,     // for the rest of a head, or a TLS handshake
  body,     // for a body
  write,    // for the client to take what we send
  linger,   // for the client to close
  stream,   // for a sign of life of a stream's reader, or for our turn to give one
  pong,     // for the answer to our ping
  handler,  // for our own work, which has its own limits
};
inline constexpr std::size_t kWaits = 8;

// One connection, as the lists and whoever ends it see it. Lives on: its loop.
class Waiter {
 public:
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  // Its time is up: the operation that it waits for is to end.
  virtual void expire(Wait what) = 0;
  // Has the body come fast enough since the last call? Asked at the end of each window.
  virtual bool body_keeps_up() = 0;
  // No further request is read; what is being answered goes on.
  virtual void stop_reading() = 0;
  virtual void hang_up() = 0;

 protected:
  ~Waiter() = default;

 private:
  friend class WaitingLists;
  Waiter* before_ = nullptr;
  Waiter* after_ = nullptr;
  std::int64_t since_ = 0;
  Wait what_ = Wait::idle;
  bool listed_ = false;
};

// Lives on: its loop.
class WaitingLists {
 public:
  explicit WaitingLists(const Limits& limits);

  // Seconds, from any start; moves on with tick().
  std::int64_t now() const { return now_; }

  // Waits for `what` from now on.
  void put(Waiter& waiter, Wait what);
  void remove(Waiter& waiter);

  // Expires whoever has waited for longer than the limit, by less than a second more.
  void tick(std::int64_t now);

  template <class Act>
  void for_each(Wait what, Act act) {
    for (auto* waiter = lists_[static_cast<std::size_t>(what)].oldest; waiter != nullptr;) {
      auto* const after = waiter->after_;
      act(*waiter);
      waiter = after;
    }
  }

  // Those who have waited for more than so many seconds. The time of a tick is up to a second old,
  // so "more than one" is one to two by a real clock, and never just a moment.
  template <class Act>
  void for_each_longer_than(std::int64_t seconds, Wait what, Act act) {
    for_each(what, [&](Waiter& waiter) {
      if (now_ - waiter.since_ > seconds) act(waiter);
    });
  }

 private:
  struct List {
    Waiter* oldest = nullptr;
    Waiter* newest = nullptr;
  };

  List& list(Wait what) { return lists_[static_cast<std::size_t>(what)]; }

  void expire_list(Wait what, std::chrono::seconds limit);

  std::array<List, kWaits> lists_;
  std::array<std::chrono::seconds, kWaits - 1> limits_;
  std::int64_t now_ = 0;
};

// Bodies are measured in windows of this length.
inline constexpr std::chrono::seconds kBodyWindow{10};
// How long a client has to read our last words and close.
inline constexpr std::chrono::seconds kLingerTime{2};
// Streams that are looked at in one tick: each may cost a system call, and thousands that were
// opened in the same second would hold up the loop.
inline constexpr std::size_t kStreamsPerTick = 512;

}  // namespace vitrine::http
