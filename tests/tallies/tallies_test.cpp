// Counting as a whole: committed first, then seen, and the same again after a restart.
#include "tallies/tallies.h"

#include "tallies/tallies_fixture.h"

namespace vitrine::tallies {
namespace {

using namespace std::chrono_literals;

class TalliesTest : public testing::TalliesFixture {};

TEST_F(TalliesTest, AnswersAViewWithTheCountsThatHoldIt) {
  EXPECT_EQ(view("home")->total, 1U);
  const auto counts = view("home");
  ASSERT_TRUE(counts);
  EXPECT_EQ(*counts, (PageCounts{.last_minute = 2, .last_hour = 2, .today = 2, .total = 2}));
  EXPECT_EQ(*tallies_->page("home"), *counts);
  EXPECT_EQ(*tallies_->page("other"), PageCounts{});
}

TEST_F(TalliesTest, ForgetsTheLastMinuteByTheClockAlone) {
  view("home");
  clock_.advance(59s);
  EXPECT_EQ(tallies_->page("home")->last_minute, 1U);
  clock_.advance(1s);
  EXPECT_EQ(tallies_->page("home")->last_minute, 0U);
  EXPECT_EQ(tallies_->page("home")->total, 1U);
}

TEST_F(TalliesTest, CountsBotsAndPrefetchesApart) {
  view("home", Visit::bot);
  view("home", Visit::bot);
  view("home", Visit::prefetch);
  EXPECT_EQ(*tallies_->page("home"), (PageCounts{.bots = 2, .prefetches = 1}));
}

TEST_F(TalliesTest, CommitsEventsOfOneWaveInOneRecord) {
  std::vector<Task<Result<PageCounts>>> views;
  for (int i = 0; i < 100; ++i) views.push_back(tallies_->view("home", Visit::person, {}));
  for (const auto& counts : ask_all(std::move(views))) EXPECT_EQ(counts->total, 100U);
  EXPECT_EQ(log_.appends, 1);
}

TEST_F(TalliesTest, CountsNothingThatTheStoreRefused) {
  log_.refuses = true;
  const auto refused = view("home");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unavailable);
  log_.refuses = false;
  EXPECT_EQ(view("home")->total, 1U);
}

TEST_F(TalliesTest, RefusesWhatDoesNotFitIntoTheQueue) {
  config_.waiting_max = 10;
  open();
  std::vector<Task<Result<PageCounts>>> views;
  for (int i = 0; i < 12; ++i) views.push_back(tallies_->view("home", Visit::person, {}));
  int busy = 0;
  for (const auto& counts : ask_all(std::move(views))) {
    if (counts) continue;
    EXPECT_EQ(counts.error().kind, FailureKind::busy);
    EXPECT_NE(counts.error().public_message.find("at most 10"), std::string::npos);
    ++busy;
  }
  EXPECT_EQ(busy, 2);
  EXPECT_EQ(tallies_->page("home")->total, 10U);
}

TEST_F(TalliesTest, AllowsNoMoreNamesThanConfigured) {
  config_.names_max = 3;
  open();
  for (const char* page : {"a", "b", "c"}) EXPECT_TRUE(view(page));
  const auto refused = view("d");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::not_allowed);
  EXPECT_NE(refused.error().public_message.find("3 names"), std::string::npos);
  EXPECT_TRUE(view("a")) << "those that are known count on";
  EXPECT_EQ(metrics_->counter("vitrine_tallies_names_refused_total", "").value(), 1U);
}

TEST_F(TalliesTest, MakesAnItemThatIsClickedHotAndLetsItCool) {
  put("july1", {"camera", "watch", "perfume"});
  click("july1", "watch", 10);
  for (int minute = 0; minute < 3; ++minute) {
    EXPECT_EQ(counts("july1", "camera").badge, Badge::blank) << minute;
    click("july1", "camera");
    clock_.advance(1min);
  }
  EXPECT_EQ(counts("july1", "camera").badge, Badge::hot);
  EXPECT_EQ(counts("july1", "camera").hot_minutes, 3U);
  EXPECT_EQ(counts("july1", "watch").badge, Badge::popular);
  EXPECT_EQ(counts("july1", "perfume"), ItemCounts{});
  // The first of its three minutes leaves the window of twenty.
  clock_.advance(16min);
  EXPECT_EQ(counts("july1", "camera").badge, Badge::hot);
  clock_.advance(1min);
  EXPECT_EQ(counts("july1", "camera").badge, Badge::blank);
}

TEST_F(TalliesTest, LetsPopularWinOverHot) {
  put("july1", {"camera"});
  for (int minute = 0; minute < 5; ++minute) {
    click("july1", "camera");
    clock_.advance(1min);
  }
  EXPECT_EQ(counts("july1", "camera").hot_minutes, 5U);
  EXPECT_EQ(counts("july1", "camera").badge, Badge::popular);
  EXPECT_EQ(counts("july1", "camera").rank, 1U);
}

TEST_F(TalliesTest, CountsClicksOnlyOfItemsThatAreThere) {
  put("july1", {"camera"});
  for (const auto& [campaign, item] :
       {std::pair{"july1", "nothing"}, {"june", "camera"}, {"", "camera"}}) {
    const auto clicked = ask(tallies_->click(campaign, item));
    ASSERT_FALSE(clicked);
    EXPECT_NE(clicked.error().public_message, "");
  }
  EXPECT_EQ(tallies_->campaign("july1")->clicks, 0U);
}

TEST_F(TalliesTest, CountsClicksOfAnythingWhenCampaignsAreOpen) {
  config_.open = true;
  open();
  click("june", "camera", 2);
  EXPECT_EQ(counts("june", "camera").clicks, 2U);
  EXPECT_FALSE(tallies_->url("june", "camera")) << "it leads nowhere";
}

TEST_F(TalliesTest, DropsAnItemWithItsCounts) {
  put("july1", {"camera", "watch"});
  click("july1", "camera", 3);
  click("july1", "watch", 1);
  ASSERT_TRUE(ask(tallies_->drop_item("july1", "camera")));
  EXPECT_FALSE(tallies_->item("july1", "camera"));
  EXPECT_EQ(counts("july1", "watch").badge, Badge::popular);
  EXPECT_EQ(tallies_->campaign("july1")->clicks, 1U);
  ASSERT_TRUE(ask(tallies_->drop_campaign("july1")));
  EXPECT_FALSE(tallies_->campaign("july1"));
  EXPECT_EQ(ask(tallies_->drop_campaign("july1")).error().kind, FailureKind::not_found);
}

TEST_F(TalliesTest, TellsWhatHasChangedOnceItCanBeRead) {
  std::vector<std::string> heard;
  tallies_->on_change([&](Subject subject, std::string_view name) {
    const bool page = subject == Subject::page;
    heard.push_back((page ? "page " : "campaign ") + std::string(name) +
                    (page ? " " + std::to_string(tallies_->page(name)->total) : ""));
  });
  ASSERT_TRUE(view("home"));
  put("july1", {"camera"});
  click("july1", "camera");
  ASSERT_TRUE(ask(tallies_->drop_campaign("july1")));
  EXPECT_EQ(
      heard,
      (std::vector<std::string>{
          "page home 1", "campaign july1", "campaign july1", "campaign july1", "campaign july1"}));
}

TEST_F(TalliesTest, CountsVisitorsOfADayUnderAKeyThatIsErased) {
  const Visitor ann{"192.0.2.1", "Firefox"};
  const Visitor ben{"192.0.2.2", "Firefox"};
  view("home", Visit::person, ann);
  view("home", Visit::person, ann);
  EXPECT_EQ(view("home", Visit::person, ben)->visitors_today, 2U);
  EXPECT_EQ(view("home")->visitors_today, 2U) << "who may not be recognised is nobody";
  EXPECT_EQ(salts_made_, 1);
  log_.save();
  ASSERT_EQ(log_.states().count("s19675"), 1U);
  clock_.advance(24h);
  EXPECT_EQ(view("home", Visit::person, ann)->visitors_today, 1U);
  log_.save();
  EXPECT_EQ(log_.states().count("s19675"), 0U) << "the key of yesterday is gone";
  EXPECT_EQ(log_.states().count("s19676"), 1U);
  for (const auto& [key, state] : log_.states()) {
    EXPECT_EQ(state.second.find("192.0.2"), std::string::npos) << key;
  }
}

// Everything that can be asked.
std::vector<std::string> everything(const Tallies& tallies) {
  std::vector<std::string> all;
  for (const char* page : {"home", "shop", "bot"}) {
    const auto counts = tallies.page(page).value();
    all.push_back(std::string(page) + " " + std::to_string(counts.total) + " " +
                  std::to_string(counts.last_minute) + " " + std::to_string(counts.today) + " " +
                  std::to_string(counts.visitors_today) + " " + std::to_string(counts.bots));
  }
  for (const auto& campaign : tallies.campaigns()) {
    all.push_back(campaign.name + " " + std::to_string(campaign.clicks) + " " +
                  campaign.settings.hot_text);
    for (const auto& item : tallies.items(campaign.name, 100)) {
      all.push_back(campaign.name + " " + item.name + " " + std::to_string(item.counts.clicks) +
                    " " + std::to_string(item.counts.rank) + " " +
                    std::to_string(item.counts.minute_bits) + " " +
                    (item.settings ? item.settings->url : "-"));
    }
  }
  return all;
}

class TalliesRestart : public TalliesTest {
 protected:
  void live() {
    view("home", Visit::person, Visitor{"192.0.2.1", "x"});
    view("home", Visit::person, Visitor{"192.0.2.2", "x"});
    view("shop");
    view("bot", Visit::bot);
    put("july1", {"camera", "watch"});
    ASSERT_TRUE(ask(tallies_->put_campaign("june", {"", "SOLD"})));
    click("july1", "camera", 3);
    clock_.advance(2min);
    click("july1", "watch", 5);
  }
};

TEST_F(TalliesRestart, FindsEverythingInTheRecords) {
  live();
  const auto before = everything(*tallies_);
  open();
  EXPECT_EQ(everything(*tallies_), before);
}

TEST_F(TalliesRestart, FindsEverythingInWhatWasSaved) {
  live();
  const auto before = everything(*tallies_);
  log_.save();
  EXPECT_TRUE(log_.entries().empty());
  open();
  EXPECT_EQ(everything(*tallies_), before);
}

TEST_F(TalliesRestart, CountsNothingTwiceWhenSavingWasInterrupted) {
  live();
  log_.save_half();
  click("july1", "camera");
  view("home");
  const auto before = everything(*tallies_);
  open();
  EXPECT_EQ(everything(*tallies_), before);
  log_.save();
  open();
  EXPECT_EQ(everything(*tallies_), before);
}

TEST_F(TalliesRestart, GivesAStoreThatWasEmptiedEverythingBack) {
  live();
  const auto before = everything(*tallies_);
  log_.save();
  log_.lose_everything();
  open();
  EXPECT_EQ(everything(*tallies_), before);
}

TEST_F(TalliesRestart, MayReadTheLogAnewWhileItLives) {
  live();
  log_.save_half();
  click("july1", "camera");
  const auto before = everything(*tallies_);
  log_.read_anew();
  EXPECT_EQ(everything(*tallies_), before);
  config_.names_max = 1;
  click("july1", "camera");
}

TEST_F(TalliesRestart, KeepsWhatWasDroppedAway) {
  live();
  log_.save();
  ASSERT_TRUE(ask(tallies_->drop_campaign("july1")));
  log_.save();
  open();
  EXPECT_FALSE(tallies_->campaign("july1"));
  EXPECT_FALSE(tallies_->item("july1", "camera"));
  EXPECT_TRUE(tallies_->campaign("june"));
}

TEST_F(TalliesTest, KnowsWhatIsHotInAnyCampaign) {
  put("july1", {"camera", "lens"});
  put("june", {"tent"});
  for (int minute = 0; minute < 4; ++minute) {
    click("july1", "camera", 2);
    if (minute < 3) click("june", "tent");
    if (minute < 2) click("july1", "lens", 50);
    clock_.advance(60s);
  }
  const auto hot = tallies_->hot_items(10);
  ASSERT_EQ(hot.size(), 2U);
  EXPECT_EQ(hot[0].item.name, "camera") << "in four minutes";
  EXPECT_EQ(hot[1].campaign, "june");
  EXPECT_EQ(hot[1].item.counts.hot_minutes, 3U);
  EXPECT_EQ(tallies_->hot_items(1).size(), 1U);
  EXPECT_EQ(tallies_->last_minute().clicks, 0U) << "the last ones are a minute old";
  ASSERT_TRUE(ask(tallies_->drop_campaign("june")));
  EXPECT_EQ(tallies_->hot_items(10).size(), 1U);
}

TEST_F(TalliesTest, SurvivesAClockThatJumpsBack) {
  clock_.advance(24h * 365);
  view("home");
  clock_.advance(-24h * 365);
  EXPECT_EQ(tallies_->page("home")->last_minute, 0U);
  EXPECT_EQ(view("home")->last_minute, 1U);
  EXPECT_EQ(tallies_->page("home")->total, 2U);
}

}  // namespace
}  // namespace vitrine::tallies
