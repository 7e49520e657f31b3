// What the embedded store does for purchases beyond what every store must.
#include <algorithm>
#include <future>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "sales/sample.h"
#include "store/sqlite/purchase_log.h"
#include "store/sqlite/rooms.h"
#include "store/sqlite/sales_search.h"
#include "store/sqlite/top_list.h"

namespace vitrine::store::sqlite {
namespace {

using sales::sample;
using testing::await;
using ::testing::ElementsAre;

sales::Purchase bought(int number) {
  auto purchase = sample(std::to_string(number));
  purchase.artist_name = "artist" + std::to_string(number % 7);
  purchase.amount_paid_usd = 1;
  return purchase;
}

Task<Result<sales::Appended>> tell(std::promise<void>& submitted) {
  submitted.set_value();
  co_return sales::Appended{};
}

class SqliteSalesTest : public ::testing::Test {
 protected:
  struct Open {
    Open(const std::filesystem::path& file,
         const Clock& clock,
         std::size_t file_after,
         std::size_t index_after = 128)
        : writer({.file = file, .idle_look = std::chrono::milliseconds{1}},
                 metrics,
                 observe::Log::silent()),
          book(writer,
               {.calendar = sales::Calendar::of("UTC").value(),
                .search_time_max = std::chrono::seconds{60},
                .file_after = file_after,
                .index_after = index_after}),
          log(writer, book, clock) {
      book.start();
    }

    observe::Metrics metrics;
    Writer writer;
    SalesBook book;
    PurchaseLog log;
  };

  void restart(std::size_t file_after, std::size_t index_after = 128) {
    open_.reset();
    open_.emplace(place_.file, clock_, file_after, index_after);
  }

  // The positions of what is found.
  std::vector<sales::Offset> found(const std::string& term) {
    const auto all = await(open_->book.search(sales::parse_query(term).value(), 100)).value();
    std::vector<sales::Offset> offsets;
    for (const auto& one : all.purchases) offsets.push_back(one.offset);
    std::ranges::sort(offsets);
    return offsets;
  }

  Result<sales::Appended> append(std::vector<sales::Purchase> purchases) {
    return await(open_->log.append({std::move(purchases), std::nullopt}));
  }

  std::int64_t asked(const std::string& query) { return number(open_->writer, query); }

  Place place_;
  ManualClock clock_;
  std::optional<Open> open_;
};

TEST_F(SqliteSalesTest, FilesIdsAndSumsWhenThereAreEnough) {
  restart(100);
  for (int i = 0; i < 99; ++i) ASSERT_TRUE(append({bought(i)}));
  EXPECT_EQ(asked("SELECT count(*) FROM purchase_id"), 0);
  ASSERT_TRUE(append({bought(99)}));
  // Slices are done between groups, and a call is a group.
  while (asked("SELECT filed FROM sale_book") == 0) std::this_thread::yield();
  EXPECT_EQ(asked("SELECT count(*) FROM purchase_id"), 100);
  EXPECT_EQ(asked("SELECT sum(count) FROM sale_seller"), 100);
  EXPECT_EQ(asked("SELECT sum(usd) FROM sale_seller"), 100);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(append({bought(i)})->purchases[0].was_there);
  ASSERT_TRUE(append({bought(700)}));
  restart(100);
  EXPECT_TRUE(append({bought(700)})->purchases[0].was_there);
  const auto top = await(open_->book.top_sellers(100)).value().sellers;
  EXPECT_EQ(top.front(), (sales::Seller{"artist0", 16, 16}));
}

// What a process leaves that is killed after so many slices of a pass.
TEST_F(SqliteSalesTest, GoesOnFromTheMiddleOfFiling) {
  for (const int slices : {1, 2, 3, 4, 5, 6, 7}) {
    const Place place;
    observe::Metrics metrics;
    sales::Offset last = 0;
    {
      Open open(place.file, clock_, 1'000'000);
      for (int i = 0; i < 300; ++i) {
        ASSERT_TRUE(await(open.log.append({{bought(i)}, std::nullopt})));
      }
      last = open.book.last().offset;
    }
    {
      Writer writer({.file = place.file}, metrics, observe::Log::silent());
      PurchaseTail tail(1);
      ASSERT_TRUE(writer.call([&](Database& database) -> Result<void> {
        TRY_VOID(tail.read_back(database));
        for (int i = 0; i < slices; ++i) {
          const auto slice = tail.next_slice();
          if (!slice) break;
          TRY_VOID(slice->apply(database));
          slice->committed();
        }
        return {};
      }));
    }
    Open open(place.file, clock_, 1'000'000);
    EXPECT_EQ(open.book.last().offset, last);
    const auto top = await(open.book.top_sellers(100)).value().sellers;
    std::uint64_t sum = 0;
    for (const auto& seller : top) sum += seller.count;
    EXPECT_EQ(sum, 300U) << "after " << slices << " slices";
    EXPECT_TRUE(await(open.log.append({{bought(17)}, std::nullopt}))->purchases[0].was_there);
  }
}

TEST_F(SqliteSalesTest, FindsWhatTheIndexOfWordsDoesNotHoldYet) {
  restart(1'000'000, 10);
  std::vector<sales::Offset> all;
  for (sales::Offset i = 1; i <= 25; ++i) {
    ASSERT_TRUE(append({bought(static_cast<int>(i) * 7)}));
    all.push_back(i);
    EXPECT_EQ(found("artist0"), all);
    EXPECT_EQ(found("vinyl art"), all);
    EXPECT_EQ(found("artist1"), (std::vector<sales::Offset>{}));
    if (i == 10) EXPECT_GE(asked("SELECT indexed FROM sale_book"), 10);
  }
  restart(1'000'000, 10);
  EXPECT_EQ(found("artist0"), all);
  std::vector<sales::Purchase> many;
  for (int i = 26; i <= 60; ++i) {
    many.push_back(bought(i * 7));
    all.push_back(static_cast<sales::Offset>(i));
  }
  ASSERT_TRUE(append(many));
  EXPECT_GE(asked("SELECT indexed FROM sale_book"), 60);
  EXPECT_EQ(found("artist0"), all);
}

TEST_F(SqliteSalesTest, IndexesWordsWhenNoMoreCome) {
  restart(1'000'000, 1000);
  ASSERT_TRUE(append({bought(7), bought(14), bought(1)}));
  while (asked("SELECT indexed FROM sale_book") < 3) std::this_thread::yield();
  EXPECT_EQ(found("artist0"), (std::vector<sales::Offset>{1, 2}));
  ASSERT_TRUE(append({bought(21)}));
  EXPECT_EQ(found("artist0"), (std::vector<sales::Offset>{1, 2, 4}));
}

TEST_F(SqliteSalesTest, WritesOneSegmentOfWordsForAGroup) {
  restart(1'000'000, 50);
  ASSERT_TRUE(append({bought(0)}));
  const auto before = asked("SELECT count(*) FROM purchase_word_data");
  std::vector<Task<Result<sales::Appended>>> calls;
  std::promise<void> submitted;
  {
    // Whatever is submitted meanwhile is one group.
    Hold hold(open_->writer);
    std::thread caller([&] {
      for (int i = 1; i <= 100; ++i) {
        calls.push_back(
            open_->log.append({{bought(i)}, sales::IdempotencyKey{std::to_string(i), "d"}}));
      }
      calls.push_back(tell(submitted));
      const auto all = testing::await_all(std::move(calls));
      EXPECT_TRUE(std::ranges::all_of(all, [](const auto& one) { return one.has_value(); }));
    });
    submitted.get_future().wait();
    hold.let_go();
    caller.join();
  }
  EXPECT_LT(asked("SELECT count(*) FROM purchase_word_data"), before + 20);
  EXPECT_EQ(asked("SELECT count(*) FROM purchase"), 101);
}

TEST_F(SqliteSalesTest, ForgetsAKeyAfterAWeek) {
  restart(1'000'000);
  const auto with_key = [&](int number, const std::string& digest) {
    return await(
        open_->log.append({{bought(number)}, sales::IdempotencyKey{.key = "k", .digest = digest}}));
  };
  ASSERT_TRUE(with_key(1, "a"));
  clock_.advance(sales::PurchaseLog::kKeysKept - std::chrono::hours{1});
  EXPECT_FALSE(with_key(2, "b"));
  clock_.advance(std::chrono::hours{1});
  EXPECT_TRUE(with_key(2, "b"));
  clock_.advance(sales::PurchaseLog::kKeysKept);
  while (asked("SELECT count(*) FROM purchase_key") > 0) std::this_thread::yield();
}

TEST_F(SqliteSalesTest, TakesNothingOfAGroupThatIsLost) {
  restart(1'000'000);
  ASSERT_TRUE(append({bought(1)}));
  // A disk that is full as far as SQLite knows.
  const auto pages = asked("PRAGMA page_count");
  asked("PRAGMA max_page_count = " + std::to_string(pages + 1));
  std::vector<sales::Purchase> many;
  for (int i = 2; i < 900; ++i) many.push_back(bought(i));
  const auto refused = append(many);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unavailable);
  EXPECT_EQ(open_->book.last().offset, 1U);
  asked("PRAGMA max_page_count = 1000000");
  const auto again = append(many);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_FALSE(again->purchases[0].was_there);
  EXPECT_EQ(again->purchases[0].offset, 2U);
  EXPECT_EQ(asked("SELECT sum(count) FROM sale_minute"), 899);
  EXPECT_EQ(asked("SELECT indexed FROM sale_book"), 899);
  EXPECT_EQ(found("artist0").size(), 100U);
}

TEST_F(SqliteSalesTest, EndsASearchThatTakesTooLong) {
  restart(1'000'000);
  std::vector<sales::Purchase> many;
  for (int i = 0; i < 1000; ++i) many.push_back(bought(i));
  ASSERT_TRUE(append(many));
  const auto database = Database::open(place_.file, Access::read_only).value();
  const auto query = sales::parse_query("bjork vinyl iceland limited").value();
  const auto none = search_purchases(*database, query, 10, std::chrono::microseconds{0});
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->cut);
  const auto all = search_purchases(
      *database, sales::parse_query("vinyl ice").value(), 10, std::chrono::minutes{1});
  ASSERT_TRUE(all);
  EXPECT_FALSE(all->cut);
  EXPECT_EQ(all->purchases.size(), 10U) << "and the connection can be used again";
}

TEST(TopListTest, HoldsTheFirstHundredOfAnyNumber) {
  TopList list;
  // In an order of no sense, each several times, always growing.
  for (int round = 1; round <= 3; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const int seller = i * 389 % 1000;
      list.put({"seller " + std::to_string(seller), seller / 2 * round, 1});
    }
  }
  const auto first = list.first(1000);
  ASSERT_EQ(first.size(), 100U);
  EXPECT_EQ(first[0].artist_name, "seller 998");
  EXPECT_EQ(first[1].artist_name, "seller 999");
  EXPECT_EQ(first[99].artist_name, "seller 901");
  EXPECT_EQ(first[99].revenue, 450 * 3);
  EXPECT_EQ(list.first(2).size(), 2U);
}

}  // namespace
}  // namespace vitrine::store::sqlite
