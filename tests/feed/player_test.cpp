#include "feed/player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sales/sample.h"

namespace vitrine::feed {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PlayerTest : public ::testing::Test {
 protected:
  // Sales at these seconds.
  static Feed feed_at(const std::vector<int>& at) {
    Feed feed;
    for (const int second : at) {
      Sale sale;
      sale.at = sales::kSampleTime + seconds(second);
      sale.items.push_back(sales::sample("s" + std::to_string(feed.sales.size())));
      sale.items.back().at = sale.at;
      feed.sales.push_back(std::move(sale));
    }
    return feed;
  }

  Sender::End play(const Feed& feed, PlayerOptions options = {}) {
    Player player(options, clock_, sender_, pause_, [this](std::size_t done, std::size_t) {
      steps_.push_back(done);
    });
    return player.play(feed, state_);
  }

  ManualClock clock_;
  const SteadyTime begun_ = clock_.steady();
  // "12 s0": what was sold so many seconds after the beginning.
  std::vector<std::string> sold_;
  std::vector<sales::Purchase> purchases_;
  std::vector<std::size_t> steps_;
  int pauses_left_ = 1000;
  Pause pause_ = [this](std::chrono::milliseconds time) {
    clock_.advance(time);
    return pauses_left_-- > 0;
  };
  Sender sender_{[this](const std::vector<sales::Purchase>& purchases) -> Answer {
                   for (const auto& purchase : purchases) {
                     const auto after =
                         std::chrono::duration_cast<seconds>(clock_.steady() - begun_);
                     sold_.push_back(std::to_string(after.count()) + " " + purchase.id);
                     purchases_.push_back(purchase);
                   }
                   return {};
                 },
                 pause_,
                 [](const std::string&) {}};
  PlayingState state_;
};

TEST_F(PlayerTest, KeepsThePaceOfTheTimeStamps) {
  EXPECT_EQ(play(feed_at({0, 5, 5, 20})), Sender::End::done);
  EXPECT_THAT(sold_, ElementsAre("0 s0", "5 s1", "5 s2", "20 s3"));
  EXPECT_EQ(state_.position, 4u);
  EXPECT_THAT(steps_, ElementsAre(1u, 3u, 4u));
}

TEST_F(PlayerTest, PlaysFasterAndWithoutPauses) {
  play(feed_at({0, 10, 40}), {.speed = 10});
  EXPECT_THAT(sold_, ElementsAre("0 s0", "1 s1", "4 s2"));
  sold_.clear();
  state_ = {};
  const auto before = clock_.steady();
  play(feed_at({0, 10, 40}), {.speed = 0});
  EXPECT_EQ(clock_.steady(), before);
  EXPECT_EQ(sold_.size(), 3u);
}

TEST_F(PlayerTest, WaitsForNoGapLongerThanTenMinutes) {
  play(feed_at({0, 1'000'000, 1'000'005}));
  EXPECT_THAT(sold_, ElementsAre("0 s0", "600 s1", "605 s2"));
}

TEST_F(PlayerTest, GoesOnWhereItWasStopped) {
  pauses_left_ = 1;
  EXPECT_EQ(play(feed_at({0, 5, 20})), Sender::End::stopped);
  EXPECT_THAT(sold_, ElementsAre("0 s0", "5 s1"));
  pauses_left_ = 10;
  EXPECT_EQ(play(feed_at({0, 5, 20})), Sender::End::done);
  EXPECT_EQ(sold_.size(), 3u);
  EXPECT_TRUE(sold_.back().ends_with(" s2"));
}

TEST_F(PlayerTest, SendsNothingTwiceWhenAFeedIsReadAgain) {
  play(feed_at({0, 1}));
  sold_.clear();
  state_.position = 0;
  play(feed_at({0, 1, 2}));
  ASSERT_EQ(sold_.size(), 1u);
  EXPECT_TRUE(sold_[0].ends_with(" s2"));
}

TEST_F(PlayerTest, TellsARoundAnew) {
  state_.round_start = sales::kSampleTime + std::chrono::days(3);
  play(feed_at({0, 10}), {.speed = 2, .anew = true});
  ASSERT_EQ(purchases_.size(), 2u);
  EXPECT_EQ(purchases_[0].at, state_.round_start);
  EXPECT_EQ(purchases_[1].at, state_.round_start + seconds(5));
  EXPECT_EQ(purchases_[1].id, "s1:1700259200000");
}

TEST(PlayingState, IsReadAsItWasWritten) {
  PlayingState state;
  state.source = "abc";
  state.round_start = sales::kSampleTime;
  state.position = 12;
  state.sent = {"feed:1:1", "with space", "é"};
  EXPECT_EQ(parse_state(state_text(state)), state);
  for (const auto* const text : {"", "something else\n", "vitrine-replay-1\nsource a\n"}) {
    EXPECT_FALSE(parse_state(text)) << text;
  }
}

}  // namespace
}  // namespace vitrine::feed
