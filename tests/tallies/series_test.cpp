#include "tallies/series.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "tallies/bytes.h"

namespace vitrine::tallies {
namespace {

// A Saturday, half past noon and five seconds, UTC.
constexpr Second kNow = 1'700'000'000 / kDay * kDay + kDay / 2 + 1805;

TEST(Series, IsEmptyBeforeAnythingWasCounted) {
  const Series series;
  EXPECT_EQ(series.total(), 0U);
  EXPECT_EQ(series.recent(kNow).last_minute, 0U);
  EXPECT_EQ(series.recent(kNow).last_hour, 0U);
  EXPECT_EQ(series.recent(kNow).today, 0U);
  EXPECT_EQ(series.minute_bits(kNow), 0U);
  EXPECT_FALSE(series.is_hot());
}

TEST(Series, ForgetsTheLastMinuteToTheSecond) {
  Series series;
  series.add(kNow, 2);
  series.add(kNow + 10, 3);

  struct Row {
    Second later;
    std::uint64_t expected;
  };

  const Row rows[] = {{10, 5}, {59, 5}, {60, 3}, {69, 3}, {70, 0}, {1'000'000, 0}};
  for (const auto& row : rows) {
    EXPECT_EQ(series.recent(kNow + row.later).last_minute, row.expected) << row.later;
  }
  EXPECT_EQ(series.total(), 5U);
}

TEST(Series, CountsWholeMinutesOfTheLastHour) {
  Series series;
  series.add(kNow, 1);
  const auto minute_start = kNow / kMinute * kMinute;
  EXPECT_EQ(series.recent(minute_start + 60 * kMinute - 1).last_hour, 1U);
  EXPECT_EQ(series.recent(minute_start + 60 * kMinute).last_hour, 0U);
}

TEST(Series, EndsItsDayAtMidnight) {
  Series series;
  series.add(kNow, 7);
  const auto midnight = (kNow / kDay + 1) * kDay;
  EXPECT_EQ(series.recent(midnight - 1).today, 7U);
  EXPECT_EQ(series.recent(midnight).today, 0U);
  series.add(midnight, 1);
  EXPECT_EQ(series.recent(midnight).today, 1U);
}

TEST(Series, ShowsItsMinutesAsBits) {
  Series series;
  series.add(kNow - 59 * kMinute, 1);
  series.add(kNow - 2 * kMinute, 9);
  series.add(kNow, 1);
  EXPECT_EQ(series.minute_bits(kNow), (std::uint64_t{1} << 59) | 0b101);
  EXPECT_EQ(series.minute_bits(kNow + kMinute), 0b1010U);
  EXPECT_EQ(series.minute_bits(kNow + 100 * kMinute), 0U);
}

TEST(Series, GivesItsHistoryOldestFirst) {
  Series series;
  series.add(kNow - 3 * kDay, 4);
  series.add(kNow, 6);
  const auto days = series.history(Span::days, kNow);
  ASSERT_EQ(days.size(), 400U);
  EXPECT_EQ(days[399], 6U);
  EXPECT_EQ(days[396], 4U);
  EXPECT_EQ(std::accumulate(days.begin(), days.end(), 0U), 10U);
  EXPECT_EQ(series.history(Span::half_hours, kNow).size(), 48U);
  EXPECT_EQ(series.history(Span::minutes, kNow + kMinute)[58], 6U);
  EXPECT_EQ(series.history(Span::seconds, kNow).back(), 6U);
}

TEST(Series, CountsOnWhenTheClockIsPutBackALittle) {
  Series series;
  series.add(kNow, 1);
  series.add(kNow - 30, 1);
  EXPECT_EQ(series.recent(kNow).last_minute, 2U);
  EXPECT_EQ(series.total(), 2U);
}

TEST(Series, ForgetsTheFutureWhenTheClockWasWrong) {
  Series series;
  series.add(kNow, 5);
  series.add(kNow + 400 * kDay, 1);
  // Back in the present: what is counted now is seen now.
  series.add(kNow + 5, 2);
  EXPECT_EQ(series.recent(kNow + 5).last_minute, 2U);
  EXPECT_EQ(series.recent(kNow + 5).today, 2U);
  EXPECT_EQ(series.total(), 8U) << "the total forgets nothing";
}

TEST(Series, SaturatesInsteadOfStartingAgain) {
  Series series;
  series.add(kNow, UINT32_MAX);
  series.add(kNow, 10);
  EXPECT_EQ(series.recent(kNow).last_minute, UINT32_MAX);
  EXPECT_EQ(series.total(), std::uint64_t{UINT32_MAX} + 10);
}

// Everything that can be asked of a series.
std::vector<std::uint64_t> answers(const Series& series, Second now) {
  std::vector<std::uint64_t> all = {series.total(),
                                    series.recent(now).last_minute,
                                    series.recent(now).last_hour,
                                    series.recent(now).today,
                                    series.minute_bits(now)};
  for (const auto span : {Span::seconds, Span::minutes, Span::half_hours, Span::days}) {
    const auto slots = series.history(span, now);
    all.insert(all.end(), slots.begin(), slots.end());
  }
  return all;
}

TEST(Series, LosesNothingByPackingSavingAndRestoring) {
  std::mt19937 random(7);  // NOLINT: the same each time
  Series series;
  Second at = kNow;
  for (int i = 0; i < 2000; ++i) {
    at += static_cast<Second>(random() % 5 == 0 ? random() % (2 * kDay) : random() % 40);
    if (random() % 50 == 0) at -= random() % 3000;
    series.add(at, 1 + random() % 1000);
    const auto now = at + static_cast<Second>(random() % 90);
    const auto before = answers(series, now);
    Series restored;
    ASSERT_TRUE(Series::restore(series.saved(), restored));
    ASSERT_EQ(answers(restored, now), before);
    if (random() % 3 == 0) series.pack();
    ASSERT_EQ(answers(series, now), before);
    if (random() % 3 == 0) series = std::move(restored);
  }
}

TEST(Series, CountsTheSameWithAndWithoutItsRings) {
  std::mt19937 random(11);  // NOLINT: the same each time
  Series often;
  Series rarely;
  Second at = kNow;
  for (int i = 0; i < 3000; ++i) {
    at += static_cast<Second>(random() % 9 == 0 ? random() % (2 * kDay) : random() % 400);
    if (random() % 20 == 0) at -= random() % 200;
    const auto n = 1 + random() % (random() % 9 == 0 ? UINT32_MAX : 3);
    often.add(at, static_cast<std::uint32_t>(n));
    rarely.add(at, static_cast<std::uint32_t>(n));
    rarely.pack();
    ASSERT_FALSE(rarely.is_hot());
    const auto now = at + static_cast<Second>(random() % 90);
    ASSERT_EQ(answers(rarely, now), answers(often, now)) << i;
  }
  EXPECT_TRUE(often.is_hot());
}

TEST(Series, HasItsRingsWhenItIsCountedOften) {
  Series series;
  for (int i = 0; i < 7; ++i) series.add(kNow + i, 1);
  EXPECT_FALSE(series.is_hot());
  series.add(kNow + 7, 1);
  EXPECT_TRUE(series.is_hot());
  EXPECT_EQ(series.recent(kNow + 7).last_minute, 8U);
}

TEST(Series, IsAFewBytesWhenItIsCold) {
  Series series;
  series.add(kNow, 1);
  series.pack();
  EXPECT_FALSE(series.is_hot());
  EXPECT_LE(sizeof(Series), 96U);
  EXPECT_LT(series.saved().size(), 32U);
  EXPECT_LE(sizeof(Windows), 2500U);
}

TEST(Series, IsNotRestoredFromDamage) {
  Series series;
  series.add(kNow, 1000);
  const auto saved = series.saved();
  for (std::size_t bytes = 0; bytes < saved.size(); ++bytes) {
    Series restored;
    EXPECT_FALSE(Series::restore(std::string_view(saved).substr(0, bytes), restored)) << bytes;
    EXPECT_EQ(restored.total(), 0U);
  }
}

TEST(Series, IsNotRestoredWithATimeThatNoClockHas) {
  for (const std::int64_t latest : {std::int64_t{9'223'372'037},
                                    std::int64_t{-9'223'372'037},
                                    std::numeric_limits<std::int64_t>::max(),
                                    std::numeric_limits<std::int64_t>::min()}) {
    std::string bytes;
    put_number(bytes, 7);
    put_number(bytes, static_cast<std::uint64_t>(latest));
    put_text(bytes, "");
    Series series;
    EXPECT_FALSE(Series::restore(bytes, series)) << latest;
    EXPECT_EQ(series.total(), 0U);
  }
  Series before_1970;
  before_1970.add(-5, 2);
  Series restored;
  ASSERT_TRUE(Series::restore(before_1970.saved(), restored));
  EXPECT_EQ(restored.recent(-5).last_minute, 2U);
}

}  // namespace
}  // namespace vitrine::tallies
