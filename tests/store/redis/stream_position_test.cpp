#include "store/redis/stream_position.h"

#include <gtest/gtest.h>

namespace vitrine::store::redis {
namespace {

struct Case {
  std::string reason;
  std::string id;
  std::optional<tallies::Position> position;
};

TEST(StreamPosition, IsTheIdInSixtyFourBits) {
  const std::vector<Case> cases{
      {"nothing yet", "0-0", 0},
      {"the sequence is below the milliseconds", "1-2", (1ULL << 20) + 2},
      {"zeros in front", "00000000000001-0000002", (1ULL << 20) + 2},
      {"the largest", "17592186044415-1048575", ~0ULL},
      {"too many milliseconds", "17592186044416-0", {}},
      {"too long a sequence", "1-1048576", {}},
      {"no dash", "12", {}},
      {"nothing behind it", "12-", {}},
      {"nothing in front", "-12", {}},
      {"a sign", "1-+2", {}},
      {"more behind it", "1-2-3", {}},
      {"no number", "a-b", {}},
      {"empty", "", {}},
  };
  for (const auto& row : cases) EXPECT_EQ(position_of(row.id), row.position) << row.reason;
}

TEST(StreamPosition, ComesBackFromBothOfItsTexts) {
  for (const tallies::Position position : {tallies::Position{0},
                                           (tallies::Position{1'700'000'000'123} << 20) + 7,
                                           ~tallies::Position{0}}) {
    EXPECT_EQ(position_of(id_of(position)), position);
    EXPECT_EQ(position_of(sortable_id(position)), position);
    EXPECT_EQ(sortable_id(position).size(), 22U);
  }
  EXPECT_EQ(id_of((tallies::Position{1'700'000'000'123} << 20) + 7), "1700000000123-7");
  EXPECT_LT(sortable_id((9ULL << 20) + 1'000'000), sortable_id(10ULL << 20));
}

TEST(StreamPosition, TellsTheTimeToTheMillisecond) {
  EXPECT_EQ(time_of(position_of("1700000000123-7").value()),
            WallTime{std::chrono::milliseconds{1'700'000'000'123}});
}

}  // namespace
}  // namespace vitrine::store::redis
