// Keeps the log of the tallies short: reads states and records back at start, and saves from time
// to time what has changed, so that old records can go. A pass, whose slices are committed one by
// one:
//
//   1. P is the last position. Every changed state is saved with the position that it holds, which
//      is P or later. The row of a key that is gone is marked with P, and stays as it was.
//   2. The log is cut at P, in one commit. From here on records up to P are not read back, and rows
//      that are marked with a position up to P are not either.
//   3. Those records and rows are deleted.
//
// So a process that is killed anywhere in it starts again from exactly what was committed: before
// step 2 with all records and the row of each key, of which its `holds` says what to skip; after it
// with states that hold every record that was cut off.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/clock.h"
#include "store/sqlite/writer.h"
#include "tallies/log.h"

namespace vitrine::store::sqlite {

// A pass begins when the log holds more than this, or anything for so long.
struct TallySavingConfig {
  std::uint64_t save_bytes = 64U << 20;
  std::uint64_t save_records = 1'000'000;
  std::chrono::seconds save_after{300};
  // After a pass that failed.
  std::chrono::seconds try_again_after{10};
  // States or records of the first slice. The following ones are fitted to a millisecond.
  std::size_t first_slice = 64;
};

// Lives on: the writer's thread.
class TallySaving final : public Background {
 public:
  TallySaving(const Clock& clock, TallySavingConfig config);

  // Gives back the last position. Once, before anything else.
  Result<tallies::Position> read_back(Database& database, tallies::Reader& reader);
  // A record was committed and applied.
  void note_record(tallies::Position position, std::size_t bytes);

  std::unique_ptr<Change> next_slice() override;

 private:
  class Slice;
  class SaveSlice;
  class CutSlice;
  class SweepSlice;

  enum class Step : std::uint8_t { waiting, saving, cutting, sweeping };

  struct Extent {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
  };

  Result<void> restore_states(Database& database);
  Result<void> apply_records(Database& database);
  bool due() const;
  void begin();
  void fit_slice(SteadyTime began);
  void give_up();

  const Clock& clock_;
  const TallySavingConfig config_;
  tallies::Reader* reader_ = nullptr;

  Step step_ = Step::waiting;
  std::size_t slice_;
  // What the log holds that is not cut off, since when, and up to where it was applied.
  Extent extent_;
  SteadyTime oldest_;
  tallies::Position last_ = 0;
  // Of the pass that is under way: P, and what the log held then.
  tallies::Position cut_ = 0;
  Extent cut_extent_;
  SteadyTime not_before_;
};

}  // namespace vitrine::store::sqlite
