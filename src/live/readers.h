// The readers of one loop, and how messages reach them: each is sent by reference, at once and
// without waiting, to 64 readers; then the loop gets its turn. Without I/O of its own.
//
// A reader that is slower than its topics is not waited for, and nothing is queued for it beyond
// its outbox: of a state topic it gets the newest when it has caught up, of an event topic it asks
// for what it has missed.
//
//   live -> behind (outbox full) -> asking (for what it missed) -> live
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "live/questions.h"

namespace vitrine::live {

// Where a reader's messages go. Lives on: the reader's loop.
class Outlet {
 public:
  // Never blocks; keeps what does not fit. It calls nobody.
  virtual void send(const SharedBytes& bytes) = 0;
  virtual std::size_t unsent() const = 0;

 protected:
  ~Outlet() = default;
};

// What the readers of a loop want of the home loop.
class Desk {
 public:
  virtual ~Desk() = default;
  virtual void ask(Question question) = 0;
  virtual void left(const SharedTopic& topic, std::size_t loop) = 0;
};

struct ReadersCount {
  std::uint64_t deliveries = 0;
  // Messages that a slow reader was not sent, because a newer one followed or it had to ask.
  std::uint64_t passed_over = 0;
};

// Lives on: its loop.
class Readers {
 public:
  // A send takes 3 to 10 microseconds, and a request that arrives meanwhile waits for two turns. A
  // turn itself costs one or two.
  static constexpr std::size_t kReadersPerTurn = 64;

  Readers(std::size_t loop, std::size_t outbox_bytes_max, Desk& desk);
  ~Readers();

  // `outlet` is there until leave(). Of each topic it gets the newest message, or what is behind
  // `since`, and then every further one.
  std::uint64_t join(Outlet& outlet,
                     Form form,
                     const std::vector<SharedTopic>& topics,
                     const std::vector<Position>& since);
  void leave(std::uint64_t reader);
  // Its outlet is empty again.
  void drained(std::uint64_t reader);

  void take(const SharedTopic& topic, SharedMessage message);
  void take(const Answer& answer);

  // Sends to some readers. True when there are more: call again after others had their turn.
  bool turn();

  std::size_t size() const { return readers_.size(); }

  // Since the last call.
  ReadersCount take_count();

 private:
  struct Reader;
  struct LocalTopic;
  struct Place;

  // Messages of one topic whose broadcast waits for its turn; readers ask for those that fell out.
  static constexpr std::size_t kWaitingMax = 64;

  void offer(Place& place, const SharedMessage& message);
  bool send(Place& place, const SharedMessage& message);
  void ask(Place& place);
  void leave(Place& place);
  // Sends the front message to at most `budget` readers; what is left of it.
  std::size_t broadcast(LocalTopic& topic, std::size_t budget);

  const std::size_t loop_;
  const std::size_t outbox_bytes_max_;
  Desk& desk_;
  std::uint64_t next_reader_ = 1;
  std::unordered_map<std::uint64_t, std::unique_ptr<Reader>> readers_;
  std::unordered_map<std::uint64_t, std::unique_ptr<LocalTopic>> topics_;
  std::deque<LocalTopic*> busy_;
  ReadersCount count_;
};

}  // namespace vitrine::live
