// The one thread that writes to the database. While a commit is running the next group gathers;
// everything that waits when it ends is committed together. So a lone change is written at once,
// and under load the cost of a commit is shared by many. Rooms put their own changes in; nothing
// here knows what they mean.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "failure/result.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "store/sqlite/change.h"
#include "store/sqlite/change_queue.h"
#include "store/sqlite/store_file.h"

namespace vitrine::store::sqlite {

struct WriterConfig {
  std::filesystem::path file;
  Durability durability = Durability::process;
  QueueLimits queue = {};
  // How long to wait for a process that still has the file open, such as the one before this.
  std::chrono::milliseconds lock_wait{0};
  // The write-ahead log is copied into the file when it has grown by so many pages of 4 KiB, and by
  // a quarter of them when nothing else is to be done.
  int checkpoint_pages = 4000;
  // An idle writer also does so after this time, and cuts the log to nothing: what was deleted is
  // then on the disk no more.
  std::chrono::milliseconds checkpoint_after{300'000};
  // An idle writer looks this often whether its background has something to do.
  std::chrono::milliseconds idle_look{1000};
};

// Work that can wait, done in slices between the groups.
class Background {
 public:
  virtual ~Background() = default;
  // On the writer's thread: the next slice, of about a millisecond at most, or nothing when there
  // is nothing to do now. A slice may be lost with the power also when other changes may not, but
  // never without everything that was committed after it.
  virtual std::unique_ptr<Change> next_slice() = 0;
};

// When a writer opens its file. `later`: by open(); until then every change is `unavailable`, so
// that rooms can be built on it while the process before this one still has the file.
enum class Opening : std::uint8_t { now, later };

// Lives on: any thread. Loops that await commit() must not be destroyed before stop() has returned.
class Writer {
 public:
  // `now` is as if open() had been called.
  Writer(WriterConfig config,
         observe::Metrics& metrics,
         observe::Log& log,
         Opening opening = Opening::now);
  // Stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Opens the file and starts the thread; blocks. Once, but again after it has thrown a StartError
  // that may pass; trouble() says its reason until then. Throws std::runtime_error that names the
  // file and says what is wrong with it and what to do.
  void open();

  // Does not block. Takes the change only when it succeeds; busy: too much waits; unavailable:
  // before open() and after stop(). See commit.h for coroutines.
  Result<void> submit(std::unique_ptr<Change>& change);
  // The same for a change that is awaited: a refused one is answered through its loop as well.
  void submit_awaited(std::unique_ptr<Change> change);
  // Runs `work` as a change and waits for it, also when the queue is full. For start and stop of
  // rooms, never on an event loop or on the writer's thread. What `work` throws is thrown again.
  // `outcome` is told on the writer's thread whether it was committed, before any slice of the
  // background runs: memory that a slice looks at is changed there, never after the call.
  Result<void> call(std::function<Result<void>(Database&)> work,
                    std::function<void(bool)> outcome = {});

  // Runs `work` on the writer's thread between two groups, after what was submitted before, and
  // waits for it; on the calling thread before open() and after stop(). The disk has no say in it.
  // It may not throw. Never where call() may not be used.
  void between_groups(std::function<void()> work);

  // Inside of between_groups only.
  void add_background(Background& background);
  void remove_background(Background& background);

  // Commits what was submitted, empties the write-ahead log into the file and closes it. Blocks.
  void stop();

  // Empty while changes are written; otherwise a sentence that says why they are not. Ends by
  // itself when the disk works again, also while nobody submits anything.
  std::string trouble() const;

  const std::filesystem::path& file() const { return config_.file; }

 private:
  struct Counters {
    explicit Counters(observe::Metrics& metrics);
    observe::Counter& commits;
    observe::Counter& changes;
    observe::Counter& failed;
    observe::Counter& refused;
    observe::Histogram& seconds;
  };

  Result<void> push(std::unique_ptr<Change>& change, ChangeQueue::Limit limit);
  void run();
  void commit(ChangeList group);
  void run_visits();
  bool run_slice();
  void idle();
  void checkpoint_over(int pages);
  void checkpoint(bool empty_log);
  void probe();
  void note_trouble();
  void close();

  const WriterConfig config_;
  Counters counters_;
  observe::Log& log_;
  ChangeQueue queue_;
  std::atomic<bool> opened_{false};
  std::atomic<bool> stopping_{false};

  mutable std::mutex trouble_mutex_;
  std::string trouble_;

  std::atomic<bool> has_visits_{false};
  std::mutex visits_mutex_;
  std::vector<std::function<void()>> visits_;
  bool ended_ = false;

  // The writer's thread only.
  std::optional<StoreFile> store_;
  std::vector<Background*> backgrounds_;
  int checkpointed_pages_ = 0;
  SteadyTime emptied_ = std::chrono::steady_clock::now();

  std::mutex stop_mutex_;
  std::optional<Pool> thread_;
};

}  // namespace vitrine::store::sqlite
