#include "feed/utc_date.h"

#include <gtest/gtest.h>

namespace vitrine::feed {
namespace {

using std::chrono::milliseconds;

TEST(UtcDate, ReadsSecondsExactly) {
  struct Row {
    std::string_view text;
    std::int64_t milliseconds;
  };

  const Row rows[] = {{"1700000000", 1'700'000'000'000},
                      {"1700000000.25", 1'700'000'000'250},
                      {"1.7e9", 1'700'000'000'000},
                      // As a double it would be …122.
                      {"1700000000.1225", 1'700'000'000'122},
                      {"1700000000.12251", 1'700'000'000'123},
                      {"-1", -1'000}};
  for (const auto& row : rows) {
    const auto moment = read_seconds(row.text);
    ASSERT_TRUE(moment) << row.text;
    EXPECT_EQ(moment->time_since_epoch(), milliseconds(row.milliseconds)) << row.text;
  }
  EXPECT_FALSE(read_seconds("1e300"));
}

TEST(UtcDate, ReadsDatesWithAZone) {
  struct Row {
    std::string_view text;
    std::int64_t milliseconds;
  };

  const Row rows[] = {{"2023-11-14T22:13:20Z", 1'700'000'000'000},
                      {"2023-11-14t22:13:20z", 1'700'000'000'000},
                      {"2023-11-14 22:13:20.5Z", 1'700'000'000'500},
                      {"2023-11-14T23:13:20.123456+01:00", 1'700'000'000'123},
                      {"2023-11-14T12:43:20-09:30", 1'700'000'000'000},
                      {"2024-02-29T00:00:00Z", 1'709'164'800'000}};
  for (const auto& row : rows) {
    const auto moment = read_iso_date(row.text);
    ASSERT_TRUE(moment) << row.text;
    EXPECT_EQ(moment->time_since_epoch(), milliseconds(row.milliseconds)) << row.text;
  }
}

TEST(UtcDate, RefusesWhatIsNoDateOrHasNoZone) {
  for (const std::string_view text : {"",
                                      "yesterday",
                                      "2023-11-14",
                                      "2023-11-14T22:13:20",
                                      "2023-11-14T22:13:20.Z",
                                      "2023-02-29T00:00:00Z",
                                      "2023-13-01T00:00:00Z",
                                      "2023-11-14T24:00:00Z",
                                      "2023-11-14T22:60:00Z",
                                      "2023-11-14T22:13:20+24:00",
                                      "2023-11-14T22:13:20Zz",
                                      "+023-11-14T22:13:20Z"}) {
    EXPECT_FALSE(read_iso_date(text)) << text;
  }
}

TEST(UtcDate, WritesWhatItReads) {
  const sales::Moment moment{milliseconds(1'700'000'000'042)};
  EXPECT_EQ(iso_date(moment), "2023-11-14T22:13:20.042Z");
  EXPECT_EQ(read_iso_date(iso_date(moment)), moment);
}

}  // namespace
}  // namespace vitrine::feed
