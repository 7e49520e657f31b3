#include "feed/till.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/web_till.h"
#include "sales/sample.h"

namespace vitrine::feed {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

std::vector<sales::Purchase> some(int count) {
  std::vector<sales::Purchase> purchases;
  for (int i = 0; i < count; ++i) purchases.push_back(sales::sample(std::to_string(i)));
  return purchases;
}

TEST(Sender, WaitsLongerForEachOutageAndLosesNothing) {
  int calls = 0;
  std::vector<milliseconds> waits;
  Sender sender(
      [&](const auto&) -> Answer {
        return {
            ++calls < 5 ? Taken::later : Taken::yes, "away", milliseconds(calls == 2 ? 9000 : 0)};
      },
      [&](milliseconds wait) {
        waits.push_back(wait);
        return true;
      },
      [](const std::string&) {});
  EXPECT_EQ(sender.send(some(3)), Sender::End::done);
  EXPECT_THAT(
      waits,
      ElementsAre(milliseconds(1000), milliseconds(9000), milliseconds(4000), milliseconds(8000)));
  EXPECT_EQ(sender.counts().taken, 3u);
}

TEST(Sender, LeavesOutTheWrongOnesAndNamesThem) {
  std::vector<std::string> taken;
  std::vector<std::string> said;
  Sender sender(
      [&](const std::vector<sales::Purchase>& purchases) -> Answer {
        for (const auto& purchase : purchases) {
          if (purchase.id == "2" || purchase.id == "5") return {Taken::never, "bad", {}};
        }
        for (const auto& purchase : purchases) taken.push_back(purchase.id);
        return {};
      },
      [](milliseconds) { return true; },
      [&](const std::string& words) { said.push_back(words); });
  EXPECT_EQ(sender.send(some(7)), Sender::End::done);
  EXPECT_THAT(taken, ElementsAre("0", "1", "3", "4", "6"));
  EXPECT_THAT(said, ElementsAre("refused: purchase \"2\": bad", "refused: purchase \"5\": bad"));
  EXPECT_EQ(sender.counts().taken, 5u);
  EXPECT_EQ(sender.counts().refused, 2u);
}

TEST(Sender, EndsWhenItIsToldToOrMayNot) {
  Sender stopped([](const auto&) -> Answer { return {Taken::later, "away", {}}; },
                 [](milliseconds) { return false; },
                 [](const std::string&) {});
  EXPECT_EQ(stopped.send(some(1)), Sender::End::stopped);
  Sender forbidden([](const auto&) -> Answer { return {Taken::forbidden, "no key", {}}; },
                   [](milliseconds) { return true; },
                   [](const std::string&) {});
  EXPECT_EQ(forbidden.send(some(4)), Sender::End::forbidden);
}

TEST(Backoff, EndsAtAMinuteAndBeginsAgain) {
  Backoff backoff;
  milliseconds last{0};
  for (int i = 0; i < 20; ++i) last = backoff.next();
  EXPECT_EQ(last, milliseconds(60'000));
  backoff.over();
  EXPECT_EQ(backoff.next(), milliseconds(1000));
}

TEST(WebTill, KnowsWhatAStatusMeans) {
  EXPECT_EQ(meaning_of(201), Taken::yes);
  for (const int status : {400, 409, 413, 422}) EXPECT_EQ(meaning_of(status), Taken::never);
  for (const int status : {408, 429, 500, 502, 503}) EXPECT_EQ(meaning_of(status), Taken::later);
  for (const int status : {302, 401, 403, 404, 405})
    EXPECT_EQ(meaning_of(status), Taken::forbidden);
}

}  // namespace
}  // namespace vitrine::feed
