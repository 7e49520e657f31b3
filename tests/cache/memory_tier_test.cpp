#include "cache/memory_tier.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "cache/allocation_count.h"

namespace vitrine::cache {
namespace {

std::shared_ptr<const Entry> entry_of(std::size_t bytes, std::string etag = "\"e\"") {
  auto entry = std::make_shared<Entry>();
  entry->bytes = share(std::string(bytes, 'x'));
  entry->content_type = "image/webp";
  entry->etag = std::move(etag);
  return entry;
}

// One stripe, so that the order of eviction is the order of use over all entries.
MemoryConfig one_stripe(std::uint64_t bytes_max) {
  return {bytes_max, bytes_max};
}

TEST(MemoryTier, FindsWhatWasPutByOriginalAndResult) {
  MemoryTier tier({});
  const auto entry = entry_of(1000);
  tier.put("http a", "w500.webp", entry);

  EXPECT_EQ(tier.find("http a", "w500.webp"), entry);
  EXPECT_EQ(tier.find("http a", "w501.webp"), nullptr);
  EXPECT_EQ(tier.find("http b", "w500.webp"), nullptr);
  // The border between the two names matters.
  EXPECT_EQ(tier.find("http aw", "500.webp"), nullptr);
}

TEST(MemoryTier, ReplacesAnEntryOfTheSameName) {
  MemoryTier tier({});
  tier.put("a", "w1.png", entry_of(5000));
  const auto before = tier.bytes();
  const auto newer = entry_of(1000);
  tier.put("a", "w1.png", newer);

  EXPECT_EQ(tier.find("a", "w1.png"), newer);
  EXPECT_EQ(tier.entries(), 1);
  EXPECT_EQ(tier.bytes(), before - 4000);
  EXPECT_EQ(tier.evictions(), 0);
}

TEST(MemoryTier, CountsNamesAndBookkeepingAsWell) {
  MemoryTier tier({});
  const std::string long_name(500, 'n');
  tier.put("a", "w1.png", entry_of(1));
  const auto short_cost = tier.bytes();
  EXPECT_GT(short_cost, 200) << "an entry of one byte costs far more than a byte";
  tier.put(long_name, "w1.png", entry_of(1));
  EXPECT_EQ(tier.bytes(), 2 * short_cost + long_name.size() - 1);

  tier.remove_group("a");
  tier.remove_group(long_name);
  EXPECT_EQ(tier.bytes(), 0);
  EXPECT_EQ(tier.entries(), 0);
}

TEST(MemoryTier, EvictsTheLeastRecentlyUsedFirst) {
  MemoryTier tier(one_stripe(40'000));
  tier.put("a", "1", entry_of(12'000));
  tier.put("b", "2", entry_of(12'000));
  tier.put("c", "3", entry_of(12'000));
  ASSERT_NE(tier.find("a", "1"), nullptr);

  tier.put("d", "4", entry_of(12'000));

  EXPECT_NE(tier.find("a", "1"), nullptr);
  EXPECT_EQ(tier.find("b", "2"), nullptr);
  EXPECT_NE(tier.find("c", "3"), nullptr);
  EXPECT_NE(tier.find("d", "4"), nullptr);
  EXPECT_EQ(tier.evictions(), 1);
}

TEST(MemoryTier, StaysWithinItsBytesWhateverIsPut) {
  const MemoryConfig config{200'000, 20'000};
  MemoryTier tier(config);
  for (int i = 0; i < 5000; ++i) {
    tier.put("group " + std::to_string(i % 97),
             std::to_string(i % 1009),
             entry_of(static_cast<std::size_t>(i * 7919 % 20'001)));
    ASSERT_LE(tier.bytes(), config.bytes_max);
  }
  EXPECT_GT(tier.entries(), 0);
  EXPECT_GT(tier.evictions(), 0);
}

TEST(MemoryTier, DoesNotKeepWhatIsTooLargeOrAFile) {
  MemoryTier tier({1'000'000, 1000});
  auto file = std::make_shared<Entry>();
  file->file = std::make_shared<const OpenFile>();

  const struct {
    const char* reason;
    std::shared_ptr<const Entry> entry;
    bool kept;
  } rows[] = {
      {"exactly at the limit", entry_of(1000), true},
      {"one byte over the limit", entry_of(1001), false},
      {"a file", file, false},
      {"nothing", nullptr, false},
      {"an empty result", entry_of(0), true},
  };

  for (const auto& row : rows) {
    tier.put("group", row.reason, row.entry);
    EXPECT_EQ(tier.find("group", row.reason) != nullptr, row.kept) << row.reason;
  }
}

TEST(MemoryTier, KeepsNothingWhenItsBytesAreZero) {
  MemoryTier tier({0, 1000});
  tier.put("a", "1", entry_of(10));
  EXPECT_EQ(tier.find("a", "1"), nullptr);
  EXPECT_EQ(tier.entries(), 0);
}

TEST(MemoryTier, RemovesEveryResultOfOneOriginalAndNoOther) {
  MemoryTier tier({});
  for (int i = 0; i < 10; ++i) tier.put("a", std::to_string(i), entry_of(100));
  tier.put("b", "1", entry_of(100));

  EXPECT_EQ(tier.remove_group("a"), 10);
  EXPECT_EQ(tier.remove_group("a"), 0);
  EXPECT_EQ(tier.remove_group("never seen"), 0);
  EXPECT_EQ(tier.find("a", "3"), nullptr);
  EXPECT_NE(tier.find("b", "1"), nullptr);
  EXPECT_EQ(tier.entries(), 1);
}

TEST(MemoryTier, AReaderKeepsAnEntryThatIsEvictedMeanwhile) {
  MemoryTier tier(one_stripe(20'000));
  tier.put("a", "1", entry_of(15'000));
  const auto held = tier.find("a", "1");
  tier.put("b", "2", entry_of(15'000));
  ASSERT_EQ(tier.find("a", "1"), nullptr);
  EXPECT_EQ(held->bytes->size(), 15'000);
}

TEST(MemoryTier, AFindAllocatesNothing) {
  MemoryTier tier({});
  const std::string group = "http https://cdn.example.com/products/10855050/original.jpg";
  const std::string item = "a-name-that-no-small-string-holds-w500-q80.webp";
  tier.put(group, item, entry_of(1000));

  const auto at_start = testing::allocations_of_this_thread();
  const SharedBytes probe = share(group);
  ASSERT_EQ(*probe, group);
  const auto before = testing::allocations_of_this_thread();
  ASSERT_GT(before, at_start) << "allocations are counted";
  const auto hit = tier.find(std::string_view(group), std::string_view(item));
  const auto miss = tier.find(std::string_view(item), std::string_view(group));
  EXPECT_EQ(testing::allocations_of_this_thread(), before);
  EXPECT_NE(hit, nullptr);
  EXPECT_EQ(miss, nullptr);
}

TEST(MemoryTier, ManyThreadsPutFindAndRemoveAtOnce) {
  MemoryTier tier({300'000, 10'000});
  std::vector<std::thread> threads;
  std::atomic<std::uint64_t> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&tier, &wrong, t] {
      for (int i = 0; i < 3000; ++i) {
        const std::string group = std::to_string((i * 31 + t) % 40);
        tier.put(group, std::to_string(i % 7), entry_of(500, group));
        const auto found = tier.find(group, std::to_string(i % 5));
        if (found && found->etag != group) ++wrong;
        if (i % 50 == 0) tier.remove_group(group);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(tier.bytes(), 300'000);
}

}  // namespace
}  // namespace vitrine::cache
