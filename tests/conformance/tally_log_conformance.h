// What every tallies::Log keeps to, whatever store it is. A store joins with one line in a file of
// its own:
//
//   INSTANTIATE_TEST_SUITE_P(Redis, TallyLogConformance, ::testing::Values(redis_tally_logs()));
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "conformance/record_keeper.h"
#include "runtime/clock.h"
#include "tallies/log.h"

namespace vitrine::conformance {

// One store's data. It outlives the logs that are opened on it, one after the other.
class TallyLogData {
 public:
  virtual ~TallyLogData() = default;
  // With saving as soon as the log holds more than `save_records`, and otherwise never.
  virtual std::unique_ptr<tallies::Log> open(const Clock& clock, std::uint64_t save_records) = 0;
};

struct TallyLogStore {
  std::string name;
  std::function<std::unique_ptr<TallyLogData>()> make;

  friend std::ostream& operator<<(std::ostream& out, const TallyLogStore& store) {
    return out << store.name;
  }
};

class TallyLogConformance : public ::testing::TestWithParam<TallyLogStore> {
 protected:
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};

  // Ends the log that is open, and starts the next with a reader that knows nothing.
  void restart(std::uint64_t save_records = kNever,
               RecordKeeper::Changes changes = RecordKeeper::Changes::once);
  Result<tallies::Position> append(std::string record);
  void TearDown() override;

  ManualClock clock_;
  std::unique_ptr<TallyLogData> data_ = GetParam().make();
  std::unique_ptr<RecordKeeper> keeper_;
  std::unique_ptr<tallies::Log> log_;
};

}  // namespace vitrine::conformance
