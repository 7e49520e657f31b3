#include "sales/calendar.h"

#include <gtest/gtest.h>

namespace vitrine::sales {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

Moment utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  const auto date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  return Moment{std::chrono::sys_days{date}} + hours{hour} + minutes{minute};
}

TEST(Calendar, KnowsWhereABucketBeginsAndEnds) {
  struct Row {
    const char* why;
    const char* zone;
    Bucket bucket;
    Moment at;
    Moment begin;
    Moment end;
  };

  for (const auto& row : {
           Row{"a minute",
               "UTC",
               Bucket::minute,
               utc(2026, 7, 1, 12, 30) + milliseconds{59'999},
               utc(2026, 7, 1, 12, 30),
               utc(2026, 7, 1, 12, 31)},
           Row{"an hour",
               "UTC",
               Bucket::hour,
               utc(2026, 7, 1, 12, 59),
               utc(2026, 7, 1, 12),
               utc(2026, 7, 1, 13)},
           Row{"an hour of India",
               "Asia/Kolkata",
               Bucket::hour,
               utc(2026, 7, 1, 12, 29),
               utc(2026, 7, 1, 11, 30),
               utc(2026, 7, 1, 12, 30)},
           Row{"an hour of Nepal",
               "Asia/Kathmandu",
               Bucket::hour,
               utc(2026, 7, 1, 12, 15),
               utc(2026, 7, 1, 12, 15),
               utc(2026, 7, 1, 13, 15)},
           Row{"the hour that Lord Howe has half of again",
               "Australia/Lord_Howe",
               Bucket::hour,
               utc(2026, 4, 4, 15, 10),
               utc(2026, 4, 4, 15),
               utc(2026, 4, 4, 15, 30)},
           Row{"a day",
               "UTC",
               Bucket::day,
               utc(2026, 7, 1, 23, 59),
               utc(2026, 7, 1),
               utc(2026, 7, 2)},
           Row{"a day of Berlin in summer",
               "Europe/Berlin",
               Bucket::day,
               utc(2026, 7, 1, 22),
               utc(2026, 7, 1, 22),
               utc(2026, 7, 2, 22)},
           Row{"a day of 23 hours",
               "Europe/Berlin",
               Bucket::day,
               utc(2026, 3, 29, 12),
               utc(2026, 3, 28, 23),
               utc(2026, 3, 29, 22)},
           Row{"a day of 25 hours",
               "Europe/Berlin",
               Bucket::day,
               utc(2026, 10, 25, 12),
               utc(2026, 10, 24, 22),
               utc(2026, 10, 25, 23)},
           Row{"a day without a midnight",
               "Africa/Cairo",
               Bucket::day,
               utc(2026, 4, 24, 12),
               utc(2026, 4, 23, 22),
               utc(2026, 4, 24, 21)},
           Row{"a day before the first one",
               "America/New_York",
               Bucket::day,
               utc(2026, 1, 1),
               utc(2025, 12, 31, 5),
               utc(2026, 1, 1, 5)},
       }) {
    const auto calendar = Calendar::of(row.zone);
    ASSERT_TRUE(calendar) << row.why;
    EXPECT_EQ(calendar->begin(row.bucket, row.at), row.begin) << row.why;
    EXPECT_EQ(calendar->end(row.bucket, row.at), row.end) << row.why;
  }
}

// Two years of every kind of place: no moment is in two buckets, none is in none.
TEST(Calendar, HasNoGapsAndNothingTwice) {
  for (const char* zone : {"UTC",
                           "Europe/Berlin",
                           "America/Sao_Paulo",
                           "Australia/Lord_Howe",
                           "Asia/Kathmandu",
                           "Pacific/Apia",
                           "Africa/Casablanca"}) {
    const auto calendar = Calendar::of(zone).value();
    for (const auto bucket : {Bucket::hour, Bucket::day}) {
      auto at = calendar.begin(bucket, utc(2011, 1, 1));
      while (at < utc(2013, 1, 1)) {
        const auto next = calendar.end(bucket, at);
        ASSERT_LT(at, next) << zone;
        ASSERT_EQ(calendar.begin(bucket, at), at) << zone;
        ASSERT_EQ(calendar.begin(bucket, next - milliseconds{1}), at) << zone;
        ASSERT_EQ(at.time_since_epoch() % minutes{15}, milliseconds{0}) << zone;
        at = next;
      }
    }
  }
}

TEST(Calendar, KnowsOnlyPlacesThatThereAre) {
  for (const char* zone : {"", "Berlin", "Europe/Atlantis", "../../etc/passwd", "/etc/passwd"}) {
    const auto calendar = Calendar::of(zone);
    ASSERT_FALSE(calendar) << zone;
    EXPECT_EQ(calendar.error().kind, FailureKind::bad_request);
  }
}

}  // namespace
}  // namespace vitrine::sales
