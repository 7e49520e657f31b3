// Keeps the log short, as store/sqlite does: saves from time to time what has changed, so that old
// records can go. One instance does it at a time, in a pass of small steps between which records
// are read:
//
//   1. It takes the lock; P is what it has applied.
//   2. Every changed state is saved, with the position that it holds.
//   3. The log is cut at P, or at the position of the slowest instance that is alive.
//   4. States that say that their key is gone go, when they are behind the cut.
//
// Whoever ends anywhere in it leaves data from which the same is read back.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "store/redis/connection.h"
#include "store/redis/epoch.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

// A pass begins when the log holds more than this, or anything for so long.
struct SavingConfig {
  std::uint64_t save_bytes = 64U << 20;
  std::uint64_t save_records = 1'000'000;
  std::chrono::milliseconds save_after{300'000};
  // After a pass that failed, or when another instance has the lock.
  std::chrono::milliseconds try_again_after{2000};
  // The lock of an instance that has gone ends after this.
  std::chrono::milliseconds lock_for{10'000};
  // An instance that has said nothing for so long is not waited for.
  std::chrono::milliseconds silent_after{60'000};
  // States of one step.
  std::size_t slice = 128;
};

// Lives on: the reading thread.
class Saving {
 public:
  Saving(SavingConfig config, std::string instance, Connection& connection);

  // The reader has what is in Redis, and nothing else: what came before is not counted here.
  void begin_at(tallies::Position cut);
  void note_record(std::size_t bytes);
  // Somebody has cut the log there.
  void note_cut(tallies::Position cut);

  // Every state is to be saved again soon.
  void hurry() { hurried_ = true; }

  // In the middle of a pass: step() has something to do now.
  bool busy() const { return step_ != Step::waiting; }

  // One round trip at most, and none while nothing is due. A failure that leaves the connection
  // open ends only the pass.
  Result<void> step(const Epoch& epoch, tallies::Position applied, tallies::Reader& reader);
  // The connection is lost, or the epoch has ended.
  void give_up();

 private:
  enum class Step : std::uint8_t { waiting, saving, cutting, sweeping };

  struct Extent {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
  };

  bool due() const;
  Result<bool> take_lock(tallies::Position applied);
  Result<bool> save(const Epoch& epoch, tallies::Position applied, tallies::Reader& reader);
  Result<bool> cut(const Epoch& epoch);
  Result<bool> sweep(const Epoch& epoch);
  Result<bool> advance(const Epoch& epoch, tallies::Position applied, tallies::Reader& reader);
  Result<void> release();

  const SavingConfig config_;
  const std::string instance_;
  Connection& connection_;

  Step step_ = Step::waiting;
  bool hurried_ = false;
  // What the log holds, about, and since when.
  Extent extent_;
  std::chrono::steady_clock::time_point oldest_;
  std::chrono::steady_clock::time_point not_before_;
  tallies::Position cut_ = 0;
  // Of the pass that is under way: P, what the log held then, and where the sweep is.
  tallies::Position pass_cut_ = 0;
  Extent pass_extent_;
  std::string cursor_;
};

}  // namespace vitrine::store::redis
