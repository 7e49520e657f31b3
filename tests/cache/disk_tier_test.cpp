#include "cache/disk_tier.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "cache/memory_store.h"

namespace vitrine::cache {
namespace {

using std::chrono::seconds;
using testing::await;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

const std::string kGroup = "ab12";

class DiskTierTest : public ::testing::Test {
 protected:
  void put(DiskTier& tier, const std::string& group, const std::string& item, std::size_t size) {
    const std::string bytes(size, 'x');
    const auto stored = await(tier.put(group, item, bytes));
    ASSERT_TRUE(stored) << stored.error().detail;
    clock_.advance(seconds{1});
  }

  bool has(DiskTier& tier, const std::string& group, const std::string& item) {
    const auto found = await(tier.find(group, item));
    clock_.advance(seconds{1});
    return found && found->has_value();
  }

  void scan(DiskTier& tier) { ASSERT_TRUE(await(tier.scan(pool_))); }

  ManualClock clock_;
  testing::MemoryStore store_{clock_};
  Pool pool_{{.name = "files"}};
};

TEST_F(DiskTierTest, NamesAFilePerResultUnderItsOriginal) {
  DiskTier tier({}, store_, clock_);
  put(tier, kGroup, "w500.webp", 10);
  EXPECT_THAT(store_.names(), ElementsAre("results/ab/ab12/w500.webp"));

  const auto found = await(tier.find(kGroup, "w500.webp"));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->file->bytes, 10);
  EXPECT_FALSE(has(tier, kGroup, "w501.webp"));
  EXPECT_EQ(tier.entries(), 1);
  EXPECT_EQ(tier.bytes(), 10);
}

TEST_F(DiskTierTest, ReplacingAResultCountsItOnce) {
  DiskTier tier({}, store_, clock_);
  put(tier, kGroup, "a", 10);
  put(tier, kGroup, "a", 30);
  EXPECT_EQ(tier.entries(), 1);
  EXPECT_EQ(tier.bytes(), 30);
}

TEST_F(DiskTierTest, EvictsTheLeastRecentlyUsedToStayWithinItsBytes) {
  DiskTier tier({100, "results"}, store_, clock_);
  scan(tier);
  put(tier, kGroup, "a", 40);
  put(tier, kGroup, "b", 40);
  ASSERT_TRUE(has(tier, kGroup, "a"));
  put(tier, kGroup, "c", 40);

  EXPECT_THAT(store_.names(), ElementsAre("results/ab/ab12/a", "results/ab/ab12/c"));
  EXPECT_EQ(tier.bytes(), 80);
  EXPECT_EQ(tier.evictions(), 1);

  put(tier, kGroup, "d", 100);
  EXPECT_THAT(store_.names(), ElementsAre("results/ab/ab12/d"));
  EXPECT_EQ(tier.evictions(), 3);
}

TEST_F(DiskTierTest, EvictsNothingBeforeTheScanHasShownWhatIsOld) {
  DiskTier tier({100, "results"}, store_, clock_);
  put(tier, kGroup, "a", 80);
  put(tier, kGroup, "b", 80);
  EXPECT_EQ(store_.names().size(), 2);
  EXPECT_EQ(tier.evictions(), 0);

  scan(tier);
  EXPECT_THAT(store_.names(), ElementsAre("results/ab/ab12/b"));
}

TEST_F(DiskTierTest, RefusesAResultLargerThanAllItsBytes) {
  DiskTier tier({100, "results"}, store_, clock_);
  scan(tier);
  put(tier, kGroup, "a", 100);
  const std::string bytes(101, 'x');
  const auto stored = await(tier.put(kGroup, "b", bytes));
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().kind, FailureKind::unavailable);
  EXPECT_TRUE(has(tier, kGroup, "a")) << "and evicts nothing for it";
}

TEST_F(DiskTierTest, ARestartKeepsTheResultsAndTheOrderOfTheirUse) {
  {
    DiskTier before({1000, "results"}, store_, clock_);
    for (const char* item : {"a", "b", "c"}) put(before, kGroup, item, 40);
    clock_.advance(std::chrono::minutes{2});
    ASSERT_TRUE(has(before, kGroup, "a"));
  }
  DiskTier after({100, "results"}, store_, clock_);
  EXPECT_TRUE(has(after, kGroup, "c")) << "found before the scan as well";
  scan(after);
  EXPECT_THAT(store_.names(), UnorderedElementsAre("results/ab/ab12/a", "results/ab/ab12/c"))
      << "b is the least recently used; the limit was lowered";
  EXPECT_EQ(after.bytes(), 80);
  EXPECT_EQ(after.entries(), 2);
}

TEST_F(DiskTierTest, AScanTwiceCountsNothingTwice) {
  DiskTier tier({}, store_, clock_);
  put(tier, kGroup, "a", 40);
  scan(tier);
  scan(tier);
  EXPECT_EQ(tier.entries(), 1);
  EXPECT_EQ(tier.bytes(), 40);
}

TEST_F(DiskTierTest, AFailedScanIsToldAndLeavesEvictionOff) {
  DiskTier tier({100, "results"}, store_, clock_);
  store_.set_broken(true);
  EXPECT_FALSE(await(tier.scan(pool_)));
  store_.set_broken(false);
  put(tier, kGroup, "a", 80);
  put(tier, kGroup, "b", 80);
  EXPECT_EQ(tier.evictions(), 0);
}

TEST_F(DiskTierTest, AHotResultCostsOneTouchAMinute) {
  DiskTier tier({}, store_, clock_);
  put(tier, kGroup, "a", 40);
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(has(tier, kGroup, "a"));
  EXPECT_EQ(store_.touches(), 0) << "it was written within this minute";
  clock_.advance(seconds{60});
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(has(tier, kGroup, "a"));
  EXPECT_EQ(store_.touches(), 1);
  clock_.advance(seconds{60});
  ASSERT_TRUE(has(tier, kGroup, "a"));
  EXPECT_EQ(store_.touches(), 2);
}

TEST_F(DiskTierTest, FindsWhatAnotherProcessHasWritten) {
  DiskTier ours({}, store_, clock_);
  DiskTier theirs({}, store_, clock_);
  scan(ours);
  put(theirs, kGroup, "a", 40);
  EXPECT_TRUE(has(ours, kGroup, "a"));
  EXPECT_EQ(ours.bytes(), 40);
}

TEST_F(DiskTierTest, NoticesWhatAnotherProcessHasRemoved) {
  DiskTier ours({}, store_, clock_);
  DiskTier theirs({}, store_, clock_);
  put(ours, kGroup, "a", 40);
  ASSERT_TRUE(await(theirs.remove_group(kGroup)));
  EXPECT_FALSE(has(ours, kGroup, "a"));
  EXPECT_EQ(ours.bytes(), 0);
}

TEST_F(DiskTierTest, RemovesOneResultOrEveryResultOfAnOriginal) {
  DiskTier tier({}, store_, clock_);
  for (const char* item : {"a", "b", "c"}) put(tier, kGroup, item, 40);
  put(tier, "ab123", "a", 40);

  EXPECT_TRUE(*await(tier.remove(kGroup, "a")));
  EXPECT_FALSE(*await(tier.remove(kGroup, "a")));
  EXPECT_EQ(*await(tier.remove_group(kGroup)), 2);
  EXPECT_EQ(*await(tier.remove_group(kGroup)), 0);
  EXPECT_THAT(store_.names(), ElementsAre("results/ab/ab123/a"))
      << "a group whose name begins alike stays";
  EXPECT_EQ(tier.bytes(), 40);
}

TEST_F(DiskTierTest, AFullDiskIsToldAndCountsNothing) {
  DiskTier tier({}, store_, clock_);
  store_.set_full(true);
  const auto stored = await(tier.put(kGroup, "a", "bytes"));
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().kind, FailureKind::unavailable);
  EXPECT_EQ(tier.bytes(), 0);
  EXPECT_EQ(tier.entries(), 0);
}

TEST_F(DiskTierTest, KeepsToItsOwnFolder) {
  DiskTier results({1000, "results"}, store_, clock_);
  DiskTier originals({1000, "originals"}, store_, clock_);
  put(results, kGroup, "a", 40);
  put(originals, kGroup, "a", 50);
  scan(results);
  EXPECT_EQ(results.bytes(), 40);
  ASSERT_TRUE(await(results.remove_group(kGroup)));
  EXPECT_TRUE(has(originals, kGroup, "a"));
}

}  // namespace
}  // namespace vitrine::cache
