// Many at once: one fetch, one render, everyone served; and nobody waits for somebody else's
// origin.
#include <atomic>
#include <set>
#include <thread>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/gate.h"
#include "service/harness/nginx.h"
#include "service/harness/picture.h"
#include "service/harness/vitrine.h"
#include "stub_origin/scripts.h"
#include "stub_origin/stub_origin.h"

namespace vitrine::service {
namespace {

// A slow origin behind a gate and a fast one beside it.
class Sharing : public ::testing::Test {
 protected:
  Sharing() { nginx_.put("fast.jpg", photograph(200, 200)); }

  // Also when a test has failed before it came to that.
  ~Sharing() override { gate_.open(); }

  const Vitrine& start(const boost::json::object& changes = {}) {
    const boost::json::object ours = {{"namespaces",
                                       {{"slow", {{"origin", origin_.url("/{id}")}}},
                                        {"fast", {{"origin", nginx_.url("/{id}")}}}}},
                                      {"negative_ttl", 3600}};
    vitrine_.emplace(home_, service::Setup{.configuration = merged(ours, changes)});
    return *vitrine_;
  }

  // Public connections that are open now.
  int connections() const {
    const auto facts = boost::json::parse(vitrine_->status("/status?format=json").body);
    return facts.at("connections").to_number<int>();
  }

  Gate gate_;
  testing::StubOrigin origin_;
  Nginx nginx_;
  TemporaryFolder home_;
  std::optional<Vitrine> vitrine_;
};

// The connections have sent their requests; answers come when the gate opens.
std::vector<std::unique_ptr<Connection>> ask_all(std::uint16_t port,
                                                 const std::vector<std::string>& targets) {
  std::vector<std::unique_ptr<Connection>> connections;
  for (const auto& target : targets) {
    connections.push_back(std::make_unique<Connection>(port));
    connections.back()->send(request_bytes({.target = target}));
  }
  return connections;
}

TEST_F(Sharing, AHundredForOnePictureCauseOneFetchAndOneRender) {
  origin_.on("/new.jpg", gate_.held(testing::sends(photograph(800, 600))));
  const auto& vitrine = start();
  const auto visitors =
      ask_all(vitrine.port(), std::vector(100, std::string{"/slow/new.jpg/w300.jpg"}));
  ASSERT_TRUE(eventually([&] { return connections() == 100; }));
  EXPECT_TRUE(eventually([&] { return origin_.count("/new.jpg") == 1; }));

  gate_.open();

  std::set<std::string> bodies;
  std::set<std::string> tags;
  for (const auto& visitor : visitors) {
    const auto answer = visitor->read_answer();
    EXPECT_EQ(answer.status, 200);
    bodies.insert(answer.body);
    tags.insert(answer.header("ETag"));
  }
  ASSERT_EQ(bodies.size(), 1U);
  EXPECT_EQ(tags.size(), 1U);
  EXPECT_EQ(look_at(*bodies.begin()), (Seen{.format = "jpeg", .width = 300, .height = 225}));
  EXPECT_EQ(origin_.count("/new.jpg"), 1);
  EXPECT_EQ(vitrine.renders(), 1);
}

TEST_F(Sharing, TenSizesOfOneOriginalCauseOneFetch) {
  origin_.on("/new.jpg", gate_.held(testing::sends(photograph(800, 600))));
  const auto& vitrine = start();
  std::vector<std::string> targets{"/slow/new.jpg/info.json"};
  for (int width = 100; width < 110; ++width) {
    targets.push_back("/slow/new.jpg/w" + std::to_string(width) + ".jpg");
  }
  const auto visitors = ask_all(vitrine.port(), targets);
  ASSERT_TRUE(eventually([&] { return connections() == 11; }));
  EXPECT_TRUE(eventually([&] { return origin_.count("/new.jpg") == 1; }));

  gate_.open();

  EXPECT_EQ(visitors.front()->read_answer().status, 200);
  for (std::size_t i = 1; i < visitors.size(); ++i) {
    EXPECT_EQ(look_at(visitors[i]->read_answer().body)->width, 99 + static_cast<int>(i));
  }
  EXPECT_EQ(origin_.count("/new.jpg"), 1);
  EXPECT_EQ(vitrine.renders(), 10);
}

TEST_F(Sharing, OneFailureIsEverybodysAndIsAskedForOnce) {
  origin_.on("/broken.jpg", gate_.held(testing::answers(500)));
  const auto& vitrine = start();
  const auto visitors =
      ask_all(vitrine.port(), std::vector(50, std::string{"/slow/broken.jpg/w300.jpg"}));
  ASSERT_TRUE(eventually([&] { return connections() == 50; }));

  gate_.open();

  for (const auto& visitor : visitors) EXPECT_EQ(visitor->read_answer().status, 502);
  EXPECT_EQ(origin_.count("/broken.jpg"), 1);
}

TEST_F(Sharing, SixteenStalledFetchesDelayNobodyElse) {
  std::vector<std::string> targets;
  for (int i = 0; i < 16; ++i) {
    const auto path = "/" + std::to_string(i) + ".jpg";
    origin_.on(path, gate_.held(testing::sends(photograph(200, 200))));
    targets.push_back("/slow" + path + "/w40.jpg");
  }
  const auto& vitrine = start();
  vitrine.get("/fast/fast.jpg/w40.jpg");
  const auto stalled = ask_all(vitrine.port(), targets);
  ASSERT_TRUE(eventually([&] { return origin_.requests() == 16; }));

  // All of these end while the sixteen are still waiting: they wait for a gate that is not open
  // yet.
  EXPECT_EQ(vitrine.get("/fast/fast.jpg/w40.jpg").status, 200);
  EXPECT_EQ(vitrine.get("/fast/fast.jpg/w41.jpg").status, 200);
  nginx_.put("another.jpg", photograph(200, 200));
  EXPECT_EQ(vitrine.get("/fast/another.jpg/w40.jpg").status, 200);
  EXPECT_EQ(vitrine.status("/readyz").status, 200);
  const auto facts = boost::json::parse(vitrine.status("/status?format=json").body);
  EXPECT_EQ(facts.at("fetching").to_number<int>(), 16);
  EXPECT_EQ(facts.at("processing").to_number<int>(), 0) << "who waits for bytes holds no renderer";

  gate_.open();
  for (const auto& connection : stalled) EXPECT_EQ(connection->read_answer().status, 200);
}

TEST_F(Sharing, WhoLeavesTakesNothingFromTheOthers) {
  origin_.on("/new.jpg", gate_.held(testing::sends(photograph(800, 600))));
  const auto& vitrine = start();
  auto leaving = ask_all(vitrine.port(), std::vector(10, std::string{"/slow/new.jpg/w300.jpg"}));
  ASSERT_TRUE(eventually([&] { return origin_.count("/new.jpg") == 1; }));
  const auto staying =
      ask_all(vitrine.port(), std::vector(10, std::string{"/slow/new.jpg/w300.jpg"}));
  ASSERT_TRUE(eventually([&] { return connections() == 20; }));
  // The first to come, who started the fetch, is among those who leave.
  for (const auto& connection : leaving) connection->reset();

  gate_.open();

  for (const auto& connection : staying) {
    EXPECT_EQ(look_at(connection->read_answer().body)->width, 300);
  }
  EXPECT_EQ(origin_.count("/new.jpg"), 1);
  EXPECT_TRUE(eventually([&] { return connections() == 10; }));
}

TEST_F(Sharing, EveryoneMayLeaveAndTheServerForgetsThem) {
  origin_.on("/new.jpg", gate_.held(testing::sends(photograph(800, 600))));
  const auto& vitrine = start();
  {
    const auto leaving =
        ask_all(vitrine.port(), std::vector(20, std::string{"/slow/new.jpg/w300.jpg"}));
    ASSERT_TRUE(eventually([&] { return origin_.count("/new.jpg") == 1; }));
    for (const auto& connection : leaving) connection->reset();
  }
  gate_.open();
  EXPECT_TRUE(eventually([&] { return connections() == 0; }));
  EXPECT_EQ(look_at(vitrine.get("/slow/new.jpg/w300.jpg").body)->width, 300);
}

TEST_F(Sharing, FetchesThatFindTheQueueFullAreRefusedAtOnce) {
  for (const char* path : {"/1.jpg", "/2.jpg", "/3.jpg", "/4.jpg"}) {
    origin_.on(path, gate_.held(testing::sends(photograph(200, 200))));
  }
  const auto& vitrine = start({{"limits", {{"fetches", 1}, {"fetch_queue", 1}}}});
  const auto first = ask_all(vitrine.port(), {"/slow/1.jpg/w40.jpg", "/slow/2.jpg/w40.jpg"});
  ASSERT_TRUE(eventually([&] { return origin_.requests() == 1 && connections() == 2; }));

  const auto refused = vitrine.get("/slow/3.jpg/w40.jpg");
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("Retry-After"));

  gate_.open();
  for (const auto& connection : first) EXPECT_EQ(connection->read_answer().status, 200);
  EXPECT_TRUE(eventually([&] { return vitrine.get("/slow/3.jpg/w40.jpg").status == 200; }));
}

TEST_F(Sharing, APurgeDuringAFetchLeavesNothingOldBehind) {
  origin_.on("/new.jpg", gate_.held(testing::sends(photograph(800, 600))));
  const auto& vitrine = start();
  const auto early = ask_all(vitrine.port(), {"/slow/new.jpg/w300.jpg"});
  ASSERT_TRUE(eventually([&] { return origin_.count("/new.jpg") == 1; }));
  ask(vitrine.status_port(), {.method = "DELETE", .target = "/slow/new.jpg"});
  origin_.on("/new.jpg", testing::sends(photograph(800, 400)));

  gate_.open();

  EXPECT_EQ(early.front()->read_answer().status, 200);
  EXPECT_EQ(look_at(vitrine.get("/slow/new.jpg/w300.jpg").body)->height, 150);
}

}  // namespace
}  // namespace vitrine::service
