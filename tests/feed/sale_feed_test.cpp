#include "feed/sale_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr WallTime kNow{std::chrono::seconds{1'700'000'200}};

std::string item(std::string_view artist, int second = 0) {
  return R"({"utc_date": 17000000)" + std::to_string(10 + second) + R"(.5, "artist_name": ")" +
         std::string(artist) +
         R"(", "item_type": "a", "currency": "USD", "amount_paid": 7, "art_id": 1, "novel": []})";
}

std::string event(std::string_view items) {
  return R"({"event_type": "sale", "utc_date": 1700000010.5, "items": [)" + std::string(items) +
         "]}";
}

std::string feed(std::string_view events) {
  return R"({"start_date": 1700000000, "end_date": 1700000120, "data_delay_sec": 120, "events": [)" +
         std::string(events) + R"(], "server_time": 1700000300})";
}

TEST(SaleFeed, ReadsCartsInTheOrderOfTheirTime) {
  const auto read =
      read_feed(feed(event(item("Late", 5)) + "," + event(item("A") + "," + item("B"))), kNow);
  ASSERT_TRUE(read) << read.error().public_message;
  ASSERT_EQ(read->sales.size(), 2u);
  EXPECT_EQ(read->sales[0].items.size(), 2u);
  EXPECT_EQ(read->sales[1].items[0].artist_name, "Late");
  EXPECT_EQ(read->end, sales::Moment(std::chrono::seconds(1'700'000'120)));
  EXPECT_EQ(read->delay, std::chrono::seconds(120));
  EXPECT_EQ(read->skipped, 0u);
}

TEST(SaleFeed, KnowsASaleAgainAndTellsTwinsApart) {
  const auto text = feed(event(item("A") + "," + item("A") + "," + item("B")));
  const auto one = read_feed(text, kNow);
  const auto other = read_feed(text, kNow);
  ASSERT_TRUE(one && other);
  const auto& items = one->sales.at(0).items;
  EXPECT_EQ(items, other->sales.at(0).items);
  EXPECT_TRUE(items[0].id.ends_with(":1"));
  EXPECT_TRUE(items[1].id.ends_with(":2"));
  EXPECT_NE(items[0].id.substr(0, 20), items[2].id.substr(0, 20));
}

TEST(SaleFeed, NamesNonsenseAndReadsTheRest) {
  const auto read =
      read_feed(feed("7, {\"event_type\": \"refund\", \"items\": []}, "
                     "{\"event_type\": \"sale\"}, " +
                     event(R"({"artist_name": 5},)" + item("Good")) + "," +
                     event(R"({"utc_date": 1, "artist_name": "x", "amount_paid": 1})")),
                kNow);
  ASSERT_TRUE(read) << read.error().public_message;
  ASSERT_EQ(read->sales.size(), 1u);
  EXPECT_EQ(read->sales[0].items[0].artist_name, "Good");
  EXPECT_EQ(read->skipped, 5u);
  EXPECT_THAT(read->mistakes,
              ElementsAre("event 1: it is no object",
                          "event 2: its event_type is \"refund\"",
                          "event 3: it has no items",
                          HasSubstr("event 4: artist_name must be a text"),
                          HasSubstr("event 5: utc_date")));
}

TEST(SaleFeed, NamesTheFirstMistakesOnly) {
  std::string events = "1";
  for (int i = 0; i < 99; ++i) events += ",1";
  const auto read = read_feed(feed(events), kNow);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->skipped, 100u);
  EXPECT_EQ(read->mistakes.size(), kMistakesNamed);
}

TEST(SaleFeed, ReadsFeedsBehindEachOther) {
  const auto read = read_feed(feed(event(item("A"))) + "\n" + feed(event(item("B"))), kNow);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sales.size(), 2u);
}

TEST(SaleFeed, RefusesWhatIsNoFeed) {
  for (const std::string_view text :
       {"", "<html>", "[]", "{}", "{\"events\": 5}", "{\"events\": [", "{\"error\": true}"}) {
    EXPECT_FALSE(read_feed(text, kNow)) << text;
  }
}

}  // namespace
}  // namespace vitrine::feed
