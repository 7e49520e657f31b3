#include "cache/negative_cache.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::cache {
namespace {

using std::chrono::seconds;

const Failure kMissing{FailureKind::not_found, "There is no such picture", "404"};

TEST(NegativeCache, RemembersAFailureUntilItsTimeIsOver) {
  ManualClock clock;
  NegativeCache cache({seconds{10}, 100}, clock);
  cache.remember("a", kMissing);

  clock.advance(seconds{10} - std::chrono::nanoseconds{1});
  const auto found = cache.find("a");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kind, FailureKind::not_found);
  EXPECT_EQ(found->public_message, kMissing.public_message);
  EXPECT_EQ(found->detail, kMissing.detail);
  EXPECT_FALSE(cache.find("b"));

  clock.advance(std::chrono::nanoseconds{1});
  EXPECT_FALSE(cache.find("a"));
}

TEST(NegativeCache, ANewFailureStartsTheTimeAnew) {
  ManualClock clock;
  NegativeCache cache({seconds{10}, 100}, clock);
  cache.remember("a", kMissing);
  clock.advance(seconds{9});
  cache.remember("a", {FailureKind::timeout, "The origin is too slow", ""});
  clock.advance(seconds{9});
  ASSERT_TRUE(cache.find("a"));
  EXPECT_EQ(cache.find("a")->kind, FailureKind::timeout);
}

TEST(NegativeCache, RemembersOnlyWhatIsTheOriginalsFault) {
  const struct {
    FailureKind kind;
    bool remembered;
  } rows[] = {
      {FailureKind::not_found, true},
      {FailureKind::not_allowed, true},
      {FailureKind::upstream, true},
      {FailureKind::timeout, true},
      {FailureKind::unsupported, true},
      {FailureKind::not_accepted, true},
      {FailureKind::busy, false},
      {FailureKind::unavailable, false},
  };

  for (const auto& row : rows) {
    const ManualClock clock;
    NegativeCache cache({}, clock);
    cache.remember("a", {row.kind, "", ""});
    EXPECT_EQ(cache.find("a").has_value(), row.remembered) << name(row.kind);
  }
}

TEST(NegativeCache, IsBoundedAndDropsTheOldestFirst) {
  ManualClock clock;
  NegativeCache cache({seconds{10}, 3}, clock);
  for (const char* key : {"c", "a", "b", "d"}) {
    cache.remember(key, kMissing);
    clock.advance(std::chrono::milliseconds{1});
  }
  EXPECT_FALSE(cache.find("c"));
  EXPECT_TRUE(cache.find("a"));
  EXPECT_TRUE(cache.find("b"));
  EXPECT_TRUE(cache.find("d"));
}

TEST(NegativeCache, RemembersNothingWhenSwitchedOff) {
  const ManualClock clock;
  NegativeCache no_time({seconds{0}, 100}, clock);
  no_time.remember("a", kMissing);
  EXPECT_FALSE(no_time.find("a"));

  NegativeCache no_room({seconds{10}, 0}, clock);
  no_room.remember("a", kMissing);
  EXPECT_FALSE(no_room.find("a"));
}

TEST(NegativeCache, ForgetsOneKeyOrAllThatBeginAlike) {
  const ManualClock clock;
  NegativeCache cache({}, clock);
  for (const char* key : {"a", "a 1", "a 2", "b 1", ""}) cache.remember(key, kMissing);

  cache.forget("a");
  cache.forget("unknown");
  EXPECT_FALSE(cache.find("a"));
  EXPECT_TRUE(cache.find("a 1"));

  cache.forget_prefix("a ");
  EXPECT_FALSE(cache.find("a 1"));
  EXPECT_FALSE(cache.find("a 2"));
  EXPECT_TRUE(cache.find("b 1"));
  EXPECT_TRUE(cache.find(""));

  cache.forget_prefix("");
  EXPECT_FALSE(cache.find("b 1"));
}

}  // namespace
}  // namespace vitrine::cache
