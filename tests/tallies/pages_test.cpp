// Pages that nobody is counting are kept as their saved state; nobody may notice.
#include "tallies/pages.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

constexpr Second kNow = 1'700'000'000;

class PagesTest : public ::testing::Test {
 protected:
  void count(const std::string& page, Second at, std::uint64_t visitor) {
    // Spread over the registers, one each.
    const Trace trace{static_cast<std::uint16_t>(visitor % kPlaces), 1};
    pages_.count({.page = page, .times = 1, .visitor = trace}, ++position_, at);
  }

  std::vector<Saved> save() {
    std::vector<Saved> states;
    pages_.changed(1'000'000, "", states);
    return states;
  }

  // One page of each part may be hot.
  Pages pages_{64};
  Position position_ = 0;
};

TEST_F(PagesTest, CountOnWhereTheyWereLeftInTheCold) {
  constexpr int kNames = 1000;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < kNames; ++i) count("page" + std::to_string(i), kNow + round, round);
    save();
  }
  EXPECT_EQ(pages_.size(), 1000U);
  for (int i = 0; i < kNames; ++i) {
    const auto counts = pages_.read("page" + std::to_string(i), kNow + 2);
    EXPECT_EQ(counts.last_minute, 3U) << i;
    EXPECT_EQ(counts.total, 3U) << i;
    EXPECT_EQ(counts.visitors_today, 3U) << i;
    EXPECT_TRUE(pages_.knows("page" + std::to_string(i)));
  }
  EXPECT_EQ(pages_.history("page7", Span::seconds, kNow + 2).back(), 1U);
}

TEST_F(PagesTest, OutOfTheColdDoNotCountARecordTwice) {
  pages_.restore("home", "", 10, kNow);
  EXPECT_EQ(pages_.size(), 1U);
  pages_.count({.page = "home"}, 10, kNow);
  EXPECT_EQ(pages_.read("home", kNow).total, 0U) << "the state holds it already";
  pages_.count({.page = "home"}, 11, kNow);
  EXPECT_EQ(pages_.read("home", kNow).total, 1U);
  EXPECT_EQ(pages_.size(), 1U);
}

TEST_F(PagesTest, AreLedByThoseWithMostViewsOfTheLastHour) {
  for (int i = 0; i < 9; ++i) count("yesterday", kNow - kDay, 1);
  for (int i = 0; i < 3; ++i) count("news", kNow - 100, 1);
  for (int i = 0; i < 5; ++i) count("home", kNow, 1);
  for (int i = 0; i < 3; ++i) count("about", kNow, 1);
  pages_.count({.page = "robots only", .visit = Visit::bot, .times = 50}, ++position_, kNow);

  const auto leading = pages_.leading(3, kNow);

  ASSERT_EQ(leading.size(), 3U);
  EXPECT_EQ(leading[0].name, "home");
  EXPECT_EQ(leading[0].counts.last_minute, 5U);
  EXPECT_EQ(leading[1].name, "about") << "of two with as many, by name";
  EXPECT_EQ(leading[2].name, "news");
  EXPECT_EQ(pages_.last_minute(kNow), 8U);
}

TEST_F(PagesTest, LeadOnAfterARestart) {
  for (int i = 0; i < 5; ++i) count("home", kNow, 1);
  count("news", kNow - 30, 1);
  Pages after(64);

  for (const auto& [key, state] : save()) after.restore(key, state, position_, kNow + 10);

  const auto leading = after.leading(10, kNow + 10);
  ASSERT_EQ(leading.size(), 2U);
  EXPECT_EQ(leading.front().name, "home");
  EXPECT_EQ(after.last_minute(kNow + 10), 6U);
  after.forget_all();
  EXPECT_TRUE(after.leading(10, kNow + 10).empty());
  EXPECT_EQ(after.last_minute(kNow + 10), 0U);
}

TEST_F(PagesTest, AreSavedAgainWhenTheStoreCouldNot) {
  for (int i = 0; i < 10; ++i) count("page" + std::to_string(i), kNow, 1);
  const auto first = save();
  ASSERT_EQ(first.size(), 10U);
  EXPECT_TRUE(save().empty());
  for (const auto& one : first) pages_.not_saved(one.key);
  pages_.not_saved("nobody");
  EXPECT_EQ(save().size(), 10U);
  EXPECT_EQ(pages_.size(), 10U);
}

TEST_F(PagesTest, AreAllGivenWhenWhatWasSavedIsLost) {
  for (int i = 0; i < 200; ++i) count("page" + std::to_string(i), kNow, 1);
  save();
  pages_.change_all();
  EXPECT_EQ(save().size(), 200U);
  pages_.forget_all();
  EXPECT_EQ(pages_.size(), 0U);
  EXPECT_FALSE(pages_.knows("page7"));
}

TEST_F(PagesTest, ThatOnlyRobotsReadAreKeptToo) {
  pages_.count({.page = "home", .visit = Visit::bot}, 1, kNow);
  pages_.count({.page = "home", .visit = Visit::prefetch}, 2, kNow);
  save();
  EXPECT_EQ(pages_.read("home", kNow).bots, 1U);
  EXPECT_EQ(pages_.read("home", kNow).prefetches, 1U);
}

}  // namespace
}  // namespace vitrine::tallies
