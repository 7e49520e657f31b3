// The door of `live`: whoever watches a topic is told when it changes.
//
//   changed(topic) -> produced once an interval -> encoded once -> every loop -> every reader
//
// A message knows its position; a reader that comes back with one gets what it has missed, from the
// topic's ring or from whoever keeps the log, or is told that something is missing. What a topic is
// about, and what its messages say, is known to whoever declares it.
//
// Full: readers and readers of one address are refused; a reader's outbox makes it catch up later.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "failure/result.h"
#include "live/names.h"
#include "live/readers.h"
#include "live/topics.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/task_group.h"

namespace vitrine::live {

struct Config {
  // limit: live_readers
  std::size_t readers_max = 10'000;
  // limit: live_readers_per_address
  std::size_t readers_per_address_max = 1'000;
  // limit: live_topics
  std::size_t topics_per_reader_max = 16;
  // limit: live_outbox_bytes
  std::size_t outbox_bytes_max = 64 * 1024;
  // From one message of a topic to the next one.
  std::chrono::milliseconds interval{100};
};

class Hub;

// The right to read some topics; it counts against the limits until it is gone. Any thread.
class Ticket {
 public:
  Ticket(Hub& hub, std::string address, std::vector<SharedTopic> topics);
  ~Ticket();
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  const std::vector<SharedTopic>& topics() const { return topics_; }

 private:
  Hub& hub_;
  const std::string address_;
  const std::vector<SharedTopic> topics_;
};

// Lives on: any thread, but for what says otherwise. Outlives the loops' work.
class Hub {
 public:
  // `epoch`: letters and digits, another one for every process. The first of `loops` is the home
  // loop, where topics live.
  Hub(const Config& config,
      std::unique_ptr<const Encoder> encoder,
      const std::vector<Executor>& loops,
      TaskGroup& tasks,
      const Clock& clock,
      std::string epoch,
      observe::Metrics& metrics);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // Before the loops run; see Names::declare.
  void declare(std::string name, TopicOptions options);

  bool knows(std::string_view topic) const { return names_.options_of(topic) != nullptr; }

  const Config& config() const { return config_; }

  // The topic's produce() will be called soon, if anybody reads it. Costs one load while there are
  // no readers at all.
  void changed(std::string_view topic);

  bool has_readers() const { return readers_shown_.load() > 0; }

  // For a topic that is not produced. Events all go out; of states the newest, once an interval.
  void publish(std::string_view topic, Update update);

  // `topics` are known, and no two are the same. bad_request: too many of them; busy: too many
  // readers, of all or of this address.
  Result<std::unique_ptr<Ticket>> admit(std::string_view address,
                                        const std::vector<std::string>& topics);

  // On the loop that the outlet lives on, one of those given: the reader's number there.
  std::uint64_t join(const Ticket& ticket,
                     Outlet& outlet,
                     Form form,
                     const std::vector<Position>& since);
  // On the same loop.
  void leave(std::uint64_t reader);
  void drained(std::uint64_t reader);

 private:
  friend class Ticket;
  class Loop;
  class Home;

  Loop& here();
  void release(const std::string& address, const std::vector<SharedTopic>& topics);
  Result<void> count_reader(std::string_view address);
  void uncount_reader(std::string_view address);
  void add_metrics(observe::Metrics& metrics);

  const Config config_;
  const std::unique_ptr<const Encoder> encoder_;
  Names names_;
  std::unique_ptr<Home> home_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::mutex mutex_;
  std::size_t readers_ = 0;
  std::unordered_map<std::string, std::size_t> readers_of_address_;
  std::atomic<std::size_t> readers_shown_{0};
  observe::Counter& refused_readers_;
  observe::Counter& refused_address_;
};

}  // namespace vitrine::live
