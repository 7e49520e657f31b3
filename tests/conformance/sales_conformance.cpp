#include "conformance/sales_conformance.h"

#include <gmock/gmock.h>

#include "await/await.h"
#include "sales/sample.h"
#include "sales/words.h"

namespace vitrine::conformance {

using sales::Appended;
using sales::Bucket;
using sales::kSampleTime;
using sales::Moment;
using sales::Purchase;
using sales::sample;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using vitrine::testing::await;

namespace {

Purchase bought(std::string id, Moment at, std::string artist = "Björk", sales::Amount usd = 100) {
  auto purchase = sample(std::move(id));
  purchase.at = at;
  purchase.artist_name = std::move(artist);
  purchase.amount_paid_usd = usd;
  return purchase;
}

std::vector<std::string> ids(const std::vector<sales::Recorded>& recorded) {
  std::vector<std::string> all;
  for (const auto& one : recorded) all.push_back(one.purchase.id);
  return all;
}

Moment utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  const auto date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  return Moment{std::chrono::sys_days{date}} + hours{hour} + minutes{minute};
}

}  // namespace

void SalesConformance::restart(const std::string& time_zone) {
  open_.reset();
  open_ =
      data_->open(clock_, time_zone, [this](sales::Offset offset) { changes_.push_back(offset); });
}

Result<Appended> SalesConformance::append(std::vector<Purchase> purchases,
                                          std::optional<sales::IdempotencyKey> key) {
  return await(open_->log().append({std::move(purchases), std::move(key)}));
}

std::vector<std::string> SalesConformance::found(const std::string& term, std::size_t n) {
  const auto answer = await(open_->book().search(sales::parse_query(term).value(), n));
  if (!answer) return {answer.error().public_message};
  EXPECT_FALSE(answer->cut);
  EXPECT_EQ(answer->as_of, open_->book().last().offset);
  return ids(answer->purchases);
}

std::vector<std::string> SalesConformance::newest(std::size_t n) {
  const auto answer = await(open_->book().newest(n));
  if (!answer) return {answer.error().public_message};
  EXPECT_EQ(answer->as_of, open_->book().last().offset);
  return ids(answer->purchases);
}

std::vector<sales::HistoryPoint> SalesConformance::history(Moment from, Moment to, Bucket bucket) {
  auto answer = await(open_->book().history({from, to, bucket}));
  if (!answer) return {};
  EXPECT_EQ(answer->as_of, open_->book().last().offset);
  return answer->points;
}

std::vector<std::string> SalesConformance::top(std::size_t n) {
  const auto answer = await(open_->book().top_sellers(n));
  if (!answer) return {answer.error().public_message};
  std::vector<std::string> all;
  for (const auto& seller : answer->sellers) {
    all.push_back(seller.artist_name + " " + sales::amount_text(seller.revenue, 2));
  }
  return all;
}

TEST_P(SalesConformance, BeginsWithNothing) {
  EXPECT_THAT(newest(), IsEmpty());
  EXPECT_THAT(found("a"), IsEmpty());
  EXPECT_THAT(top(), IsEmpty());
  EXPECT_EQ(open_->book().last().offset, 0U);
  EXPECT_EQ(open_->book().last().epoch.size(), 16U);
  EXPECT_EQ(open_->log().trouble(), "");
  EXPECT_EQ(open_->book().trouble(), "");
}

TEST_P(SalesConformance, KeepsEveryFieldAndTheOrderOfTheLog) {
  auto full = sample("1");
  full.quantity = 3;
  Purchase bare;
  bare.id = "2";
  bare.at = kSampleTime;
  bare.artist_name = "x";
  const auto appended = append({full, bare});
  ASSERT_TRUE(appended);
  EXPECT_THAT(appended->purchases, ElementsAre(Appended::One{1, false}, Appended::One{2, false}));
  EXPECT_THAT(changes_, ElementsAre(2U));
  restart();
  const auto after = await(open_->log().after(0, 10)).value();
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].purchase, full);
  EXPECT_EQ(after[1].purchase, bare);
  EXPECT_EQ(after[1].offset, 2U);
  EXPECT_THAT(ids(await(open_->log().after(1, 10)).value()), ElementsAre("2"));
  EXPECT_THAT(ids(await(open_->log().after(0, 1)).value()), ElementsAre("1"));
  EXPECT_THAT(ids(await(open_->log().after(2, 10)).value()), IsEmpty());
}

TEST_P(SalesConformance, IsTheSameLogAfterARestart) {
  ASSERT_TRUE(append({sample("1")}));
  const auto last = open_->book().last();
  restart();
  EXPECT_EQ(open_->book().last(), last);
  ASSERT_TRUE(append({sample("2")}));
  EXPECT_EQ(open_->book().last().offset, 2U);
}

TEST_P(SalesConformance, TakesAPurchaseOnce) {
  ASSERT_TRUE(append({sample("1"), sample("2")}));
  const auto again = append({sample("2"), sample("3"), sample("3")});
  ASSERT_TRUE(again);
  EXPECT_THAT(again->purchases,
              ElementsAre(Appended::One{2, true}, Appended::One{3, false}, Appended::One{3, true}));
  EXPECT_EQ(newest().size(), 3U);
  EXPECT_EQ(history(kSampleTime, kSampleTime + minutes{1}, Bucket::minute)[0].count, 3U);
}

TEST_P(SalesConformance, TakesAPurchaseOnceWhenItComesTwiceAtOnce) {
  std::vector<Task<Result<Appended>>> both;
  for (int i = 0; i < 2; ++i) both.push_back(open_->log().append({{sample("1")}, std::nullopt}));
  const auto appended = vitrine::testing::await_all(std::move(both));
  ASSERT_TRUE(appended[0] && appended[1]);
  EXPECT_NE(appended[0]->purchases[0].was_there, appended[1]->purchases[0].was_there);
  EXPECT_EQ(newest().size(), 1U);
}

TEST_P(SalesConformance, RefusesAnotherPurchaseOfTheSameId) {
  ASSERT_TRUE(append({sample("1")}));
  auto other = sample("1");
  other.amount_paid += 1;
  const auto refused = append({sample("2"), other});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::conflict);
  EXPECT_EQ(refused.error().public_message,
            "Purchase 1 was recorded before and says something else");
  EXPECT_THAT(newest(), ElementsAre("1")) << "all of a batch or nothing";
  auto twin = sample("3");
  twin.country = "Norway";
  EXPECT_EQ(append({sample("3"), twin}).error().kind, FailureKind::conflict);
  EXPECT_THAT(newest(), ElementsAre("1"));
  EXPECT_THAT(append({sample("4")})->purchases, ElementsAre(Appended::One{2, false}))
      << "offsets have no gaps";
}

TEST_P(SalesConformance, AnswersTheSameToTheSameKey) {
  const sales::IdempotencyKey key{"shop /purchases k1", "digest-a"};
  const auto first = append({sample("1"), sample("2")}, key);
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->was_done);
  restart();
  auto second = append({sample("1"), sample("2")}, key);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->was_done);
  EXPECT_EQ(second->purchases, first->purchases);

  const auto other = append({sample("3")}, sales::IdempotencyKey{key.key, "digest-b"});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, FailureKind::unsupported);
  EXPECT_EQ(newest().size(), 2U);
}

TEST_P(SalesConformance, DoesNotUseUpTheKeyOfWhatItRefuses) {
  ASSERT_TRUE(append({sample("1")}));
  auto other = sample("1");
  other.quantity = 2;
  const sales::IdempotencyKey key{"k", "digest"};
  EXPECT_EQ(append({other}, key).error().kind, FailureKind::conflict);
  EXPECT_EQ(append({other}, key).error().kind, FailureKind::conflict);
}

TEST_P(SalesConformance, ShowsTheNewestByTimeAndThenByOffset) {
  ASSERT_TRUE(append({bought("first", kSampleTime),
                      bought("late", kSampleTime - hours{1}),
                      bought("second", kSampleTime)}));
  EXPECT_THAT(newest(), ElementsAre("second", "first", "late"));
  EXPECT_THAT(newest(1), ElementsAre("second"));
  EXPECT_THAT(found("bjork"), ElementsAre("second", "first", "late"));
}

TEST_P(SalesConformance, FindsTheNewestOfTheMatchesThatWereRecordedLast) {
  std::vector<Purchase> purchases;
  for (int i = 0; i < 12; ++i) {
    purchases.push_back(bought(std::to_string(i), kSampleTime - minutes{i}));
  }
  ASSERT_TRUE(append(purchases));
  EXPECT_THAT(found("bjork", 2), ElementsAre("4", "5")) << "of the last eight";
}

TEST_P(SalesConformance, SearchesTextAndNoSyntax) {
  auto rem = sample("rem");
  rem.artist_name = "R.E.M.";
  rem.album_title = "Automatic for the People";
  auto tokyo = sample("tokyo");
  tokyo.artist_name = "東京事変";
  tokyo.country = "Japan";
  auto exclaim = sample("exclaim");
  exclaim.artist_name = "!!!";
  auto quoted = sample("quoted");
  quoted.artist_name = "\"Weird\" O'Neil (--12) AND:* ÷ 🔥";
  ASSERT_TRUE(append({rem, tokyo, exclaim, quoted}));

  struct Row {
    const char* term;
    std::vector<std::string> ids;
  };

  for (const auto& row : std::vector<Row>{{"r.e.m.", {"rem"}},
                                          {"AUTOMATIC peop", {"rem"}},
                                          {"automatically", {}},
                                          {"automati", {"rem"}},
                                          {"automatic", {"rem"}},
                                          {"m people x", {}},
                                          {"東京", {"tokyo"}},
                                          {"京事", {"tokyo"}},
                                          {"京事変 japan", {"tokyo"}},
                                          {"東事", {}},
                                          {"事", {"tokyo"}},
                                          {"!!!", {"exclaim"}},
                                          {"--12", {"quoted"}},
                                          {"\"weird\"", {"quoted"}},
                                          {"weird\" OR \"x", {}},
                                          {"and", {"quoted"}},
                                          {"NOT", {}},
                                          {"÷", {"quoted"}},
                                          {"🔥", {"quoted"}},
                                          {"o'neil", {"quoted"}},
                                          {"words:weird", {}},
                                          {"^weird", {}},
                                          {"weird*", {"quoted"}},
                                          {"vinyl i", {"quoted", "exclaim", "rem"}}}) {
    EXPECT_EQ(found(row.term), row.ids) << row.term;
  }
}

TEST_P(SalesConformance, SumsUpByTheShopsClock) {
  ASSERT_TRUE(append({bought("1", utc(2026, 3, 28, 22, 59), "a", 100),
                      bought("2", utc(2026, 3, 28, 23), "a", 200),
                      bought("3", utc(2026, 3, 29, 21, 59) + milliseconds{59'999}, "b", 400),
                      bought("4", utc(2026, 3, 29, 22), "b", 800)}));
  using Point = sales::HistoryPoint;
  EXPECT_THAT(history(utc(2026, 3, 28), utc(2026, 3, 30), Bucket::day),
              ElementsAre(Point{utc(2026, 3, 28), 2, 300}, Point{utc(2026, 3, 29), 2, 1200}));
  restart("Europe/Berlin");
  EXPECT_THAT(history(utc(2026, 3, 28), utc(2026, 3, 30), Bucket::day),
              ElementsAre(Point{utc(2026, 3, 27, 23), 1, 100},
                          Point{utc(2026, 3, 28, 23), 2, 600},
                          Point{utc(2026, 3, 29, 22), 1, 800}))
      << "a day of 23 hours";
  ASSERT_TRUE(append({bought("5", utc(2026, 3, 29, 22, 30), "b", 1600)}));
  EXPECT_THAT(history(utc(2026, 3, 29, 22), utc(2026, 3, 29, 22, 1), Bucket::day),
              ElementsAre(Point{utc(2026, 3, 29, 22), 2, 2400}));
  EXPECT_THAT(
      history(utc(2026, 3, 29, 21, 30), utc(2026, 3, 29, 23), Bucket::hour),
      ElementsAre(Point{utc(2026, 3, 29, 21), 1, 400}, Point{utc(2026, 3, 29, 22), 2, 2400}));
  EXPECT_THAT(history(utc(2026, 3, 29, 21, 58), utc(2026, 3, 29, 22, 1), Bucket::minute),
              ElementsAre(Point{utc(2026, 3, 29, 21, 58), 0, 0},
                          Point{utc(2026, 3, 29, 21, 59), 1, 400},
                          Point{utc(2026, 3, 29, 22), 1, 800}));
}

TEST_P(SalesConformance, HasALimitOfPoints) {
  const auto week = sales::HistoryQuery{
      kSampleTime, kSampleTime + minutes{sales::Book::kPointsMax}, Bucket::minute};
  // The sample is not on a whole minute, so a week of it is one point more.
  const auto refused = await(open_->book().history(week));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::bad_request);
  EXPECT_TRUE(await(open_->book().history({week.from, week.to - minutes{1}, Bucket::minute})));
  const auto all = await(open_->book().history({Moment::min(), Moment::max(), Bucket::day}));
  EXPECT_FALSE(all) << "and of years";
}

TEST_P(SalesConformance, RanksSellersExactlyAndTiesByName) {
  std::vector<Purchase> purchases;
  int id = 0;
  const auto sell = [&](std::string artist, sales::Amount usd) {
    purchases.push_back(bought(std::to_string(++id), kSampleTime, std::move(artist), usd));
  };
  for (int i = 0; i < 10; ++i) sell("dimes", 10);
  sell("a dollar", 100);
  sell("Zed", 100);
  sell("million", sales::kUsdMax);
  sell("million", 1);
  sell("nothing", 0);
  sell("Élan", 100);
  ASSERT_TRUE(append(purchases));
  EXPECT_THAT(
      top(),
      ElementsAre("million 100000000.01", "Zed 1.00", "a dollar 1.00", "dimes 1.00", "Élan 1.00"));
  EXPECT_THAT(top(1), ElementsAre("million 100000000.01"));
  EXPECT_EQ(top(100).size(), 6U);
}

TEST_P(SalesConformance, TellsOfEveryChangeAfterItCanBeRead) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(append({sample(std::to_string(i))}));
  ASSERT_TRUE(append({sample("3")}));
  EXPECT_THAT(changes_, ElementsAre(1U, 2U, 3U));
}

}  // namespace vitrine::conformance
