// Purchases over real sockets: reported, asked for, and still there afterwards.
#include <csignal>

#include <gmock/gmock.h>

#include "service/harness/counting.h"
#include "stub_origin/scripts.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

constexpr const char* kPurchase =
    R"({"id":"till-7/1","utc_date":1700000000.25,"artist_name":"Björk","album_title":"Homogenic",)"
    R"("currency":"EUR","amount_paid":12.50,"amount_paid_usd":13.63,"country":"Iceland"})";

class Selling : public Counting {
 protected:
  // As an operator, on the operators' port.
  Answer report(const std::string& body, Headers headers = {}) const {
    return ask(
        vitrine_->status_port(),
        {.method = "POST", .target = "/purchases", .headers = std::move(headers), .body = body});
  }

  Finished command(std::vector<std::string> arguments) const {
    return run(
        {.program = vitrine_program(), .arguments = std::move(arguments), .folder = home_.path()});
  }
};

TEST_F(Selling, ShowsWhatWasReportedEverywhereAtOnce) {
  const auto& vitrine = start();
  const auto reported = report(kPurchase);
  ASSERT_EQ(reported.status, 201) << reported.body;
  const auto mark = reported.header("Vitrine-Offset");
  EXPECT_TRUE(mark.ends_with(":1")) << mark;
  for (const std::string target : {"/purchases",
                                   "/purchase/purchases",
                                   "/purchases/search?term=bjork+homo",
                                   "/purchase/search?term=iceland"}) {
    const auto answer = vitrine.status(target);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_THAT(answer.body, HasSubstr(R"("id":"till-7/1","offset":1)")) << target;
    EXPECT_EQ(answer.header("Vitrine-Offset"), mark) << target;
    EXPECT_EQ(vitrine.status(target, {{"If-None-Match", answer.header("ETag")}}).status, 304);
  }
  EXPECT_EQ(vitrine.status("/purchases/top-sellers").body,
            "{\"labels\":[\"Björk\"],\"series\":[13.63]}\n");
  EXPECT_EQ(
      vitrine.status("/purchases/history?from=1699999980000&to=1700000000251&value=revenue").body,
      "[{\"x\":1699999980000,\"y\":13.63}]\n");
}

TEST_F(Selling, IsStillThereAfterARestartAndOnlyOnce) {
  start();
  ASSERT_EQ(report(kPurchase, {{"Idempotency-Key", "k"}}).status, 201);
  vitrine_->stop();
  vitrine_->start();
  const auto again = report(kPurchase, {{"Idempotency-Key", "k"}});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_THAT(report(kPurchase).body, HasSubstr("\"was_there\":true"));
  EXPECT_EQ(vitrine_->status("/purchases/top-sellers").body,
            "{\"labels\":[\"Björk\"],\"series\":[13.63]}\n");
}

TEST_F(Selling, RefusesWhatIsWrongAndKeepsNothingOfIt) {
  const auto& vitrine = start({{"limits", {{"report_bytes", 2048}}}});
  EXPECT_EQ(
      ask(vitrine.port(), {.method = "POST", .target = "/purchases", .body = kPurchase}).status,
      401);
  const auto half = report("[" + std::string(kPurchase) + ",\n{\"id\": }]");
  EXPECT_EQ(half.status, 400);
  EXPECT_THAT(half.body, HasSubstr("Purchase 2: Malformed JSON at line 2, column 8"));
  EXPECT_EQ(report(std::string(4096, ' ')).status, 413);
  EXPECT_EQ(vitrine.status("/purchases").body, "[]\n");
}

TEST_F(Selling, IsForThoseWhoMaySeeIt) {
  const auto& shy = start();
  EXPECT_EQ(shy.get("/purchases").status, 401);
  const auto& open = start({{"sales", {{"seen_by_all", true}}}});
  EXPECT_EQ(open.get("/purchases").status, 200);
}

TEST_F(Selling, TakesWhatTheGeneratorMakes) {
  const auto& vitrine = start();
  const auto to = "http://127.0.0.1:" + std::to_string(vitrine.status_port());
  const auto made = command({"generate", "--count", "1200", "--rate", "10", "--to", to});
  EXPECT_EQ(made.code, 0) << made.errors;
  EXPECT_TRUE(vitrine.status("/purchases").header("Vitrine-Offset").ends_with(":1200"));
}

TEST_F(Selling, PlaysAFeedOnceHoweverOftenItIsStarted) {
  const auto& vitrine = start();
  home_.write("feed.json",
              R"({"end_date":1700000010,"events":[{"event_type":"sale","items":[)"
              R"({"utc_date":1700000000,"artist_name":"A","amount_paid":5},)"
              R"({"utc_date":1700000000,"artist_name":"A","amount_paid":5}]},)"
              R"({"event_type":"sale","items":[{"utc_date":1700000001,"amount_paid":5}]},)"
              R"({"event_type":"sale","items":[)"
              R"({"utc_date":1700000002,"artist_name":"B","amount_paid":7}]}]})");
  const auto to = "http://127.0.0.1:" + std::to_string(vitrine.status_port());
  for (const auto* const state : {"one", "one", "another"}) {
    const auto played =
        command({"replay", "--speed", "100", "--to", to, "--state", state, "feed.json"});
    EXPECT_EQ(played.code, 0) << played.errors;
    EXPECT_THAT(played.errors, HasSubstr("passed over: event 2: artist_name is missing"));
  }
  EXPECT_EQ(vitrine.status("/purchases/top-sellers").body,
            "{\"labels\":[\"A\",\"B\"],\"series\":[10.00,7.00]}\n");
}

TEST_F(Selling, FollowsAFeedThatIsAwayAndTalksNonsense) {
  using vitrine::testing::answers;
  const auto& vitrine = start();
  vitrine::testing::StubOrigin origin;
  int asked = 0;
  origin.on("/feed", [&](auto& connection, const auto& request) {
    const std::string feed = R"({"end_date":1700000010,"events":[{"event_type":"sale","items":[)"
                             R"({"utc_date":1700000000,"artist_name":"A","amount_paid":5}]}]})";
    ++asked;
    const auto script = asked == 1   ? answers(503)
                        : asked == 2 ? answers(200, "<html>")
                                     : answers(200, feed);
    script(connection, request);
  });
  Process replay({.program = vitrine_program(),
                  .arguments = {"replay",
                                "--origin-allow-private",
                                "127.0.0.1",
                                "--to",
                                "http://127.0.0.1:" + std::to_string(vitrine.status_port()),
                                origin.url("/feed")},
                  .folder = home_.path()});
  EXPECT_TRUE(eventually([&] { return origin.count("/feed") >= 4; })) << replay.errors();
  replay.signal(SIGINT);
  EXPECT_EQ(replay.wait(), 0) << replay.errors();
  EXPECT_THAT(replay.errors(), HasSubstr("it answers 503; next try in 1 s"));
  EXPECT_THAT(replay.errors(), HasSubstr("expected '{', found '<'"));
  EXPECT_EQ(vitrine.status("/purchases/top-sellers").body,
            "{\"labels\":[\"A\"],\"series\":[5.00]}\n");
}

TEST_F(Selling, ADemoHasAnHourOfSalesAndTheirCovers) {
  const auto& vitrine = start({{"sales", {{"demo_rate", 600}}},
                               {"namespaces", {{"demo/cover", {{"origin", "drawn:{id}"}}}}}});
  std::string newest;
  ASSERT_TRUE(eventually([&] {
    newest = vitrine.status("/purchases").body;
    return newest.size() > 10;
  }));
  const auto shown = boost::json::parse(newest);
  const auto& first = shown.as_array().at(0).as_object();
  const auto cover = vitrine.get(std::string(first.at("art_url").as_string()));
  EXPECT_EQ(cover.status, 200) << cover.body;
  EXPECT_EQ(cover.header("Content-Type"), "image/jpeg");
}

}  // namespace
}  // namespace vitrine::service
