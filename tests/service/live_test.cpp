// What is pushed, byte for byte over real sockets: right clients, hostile ones, slow ones.
#include <algorithm>
#include <deque>

#include <gmock/gmock.h>

#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string upgrade(const std::string& target, Headers headers = {}) {
  headers.insert(headers.end(),
                 {{"Connection", "Upgrade"},
                  {"Upgrade", "websocket"},
                  {"Sec-WebSocket-Version", "13"},
                  {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
  return request_bytes({.target = target, .headers = std::move(headers)});
}

// Masked with zeros, so that it can be read.
std::string client_frame(char first, const std::string& payload) {
  return std::string{first, static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0} + payload;
}

class Live : public Counting {
 protected:
  static constexpr const char* kKey = "correct-horse-battery";
  // Campaigns are not for everybody.
  const Headers operator_ = {{"Authorization", std::string("Bearer ") + kKey}};

  // A reader whose stream has begun.
  Connection read(const std::string& target, Headers headers = {}) {
    Connection reader(vitrine_->port());
    const bool socket = !target.starts_with("/live/events");
    reader.send(socket ? upgrade(target, headers)
                       : request_bytes({.target = target, .headers = headers}));
    EXPECT_EQ(reader.read_head().status, socket ? 101 : 200) << target;
    return reader;
  }

  void await_readers(double number) {
    const Deadline deadline{kSoon};
    while (vitrine_->metric("vitrine_live_readers") != number && !deadline.passed()) {
    }
    EXPECT_EQ(vitrine_->metric("vitrine_live_readers"), number);
  }
};

TEST_F(Live, TellsEveryReaderOfAView) {
  start();
  auto socket = read("/live?topics=views:home");
  auto events = read("/live/events?topics=views:home");
  EXPECT_THAT(socket.read_until("\"instance\""), HasSubstr("\"total\":0"));
  EXPECT_THAT(events.read_until("\n\ndata: "), HasSubstr("retry: "));
  EXPECT_THAT(events.read_until("\n\n"), HasSubstr("\"total\":0"));
  post("/views/home");
  post("/views/elsewhere");
  EXPECT_THAT(socket.read_until("\"bots\""), HasSubstr("\"total\":1"));
  EXPECT_THAT(events.read_until("\n\n"), HasSubstr("\"topic\":\"views:home\""));
  await_readers(2);
}

TEST_F(Live, TellsOfClicksAndOfWhatOperatorsPut) {
  start({{"operator_key", kKey}});
  put_july();
  auto reader = read("/live/events?topics=campaign:july1,views:home", operator_);
  EXPECT_THAT(reader.read_until("\"badge\":\"blank\""), HasSubstr("\"clicks\":0"));
  vitrine_->get("/fwd/july1/camera");
  EXPECT_THAT(reader.read_until("\"badge\":\"popular\""), HasSubstr("\"clicks\":1"));
  put("/campaigns/july1/items/lens", R"({"url":"https://shop.example/lens"})");
  EXPECT_THAT(reader.read_until("lens"), HasSubstr("\"items\":3"));
}

TEST_F(Live, CountsABurstInAFewMessages) {
  start();
  auto reader = read("/live/events?topics=views:home");
  reader.read_until("\"total\":0");
  Connection viewer(vitrine_->port());
  for (int i = 0; i < 300; ++i) viewer.ask({.method = "POST", .target = "/views/home"});
  const auto told = reader.read_until("\"total\":300,");
  EXPECT_LT(std::ranges::count(told, '{'), 100);
}

TEST_F(Live, RefusesWithAReason) {
  start({{"live", {{"origins", {"https://shop.example"}}}},
         {"limits", {{"live_topics", 3}, {"live_readers_per_address", 2}}}});

  struct Row {
    const char* reason;
    std::string target;
    Headers headers;
    int status;
    const char* says;
  };

  const std::vector<Row> rows = {
      {"no topic of that kind", "/live/events?topics=views:a,weather", {}, 400, "no topic weather"},
      {"an unknown campaign", "/live/events?topics=campaign:x", {}, 400, "no topic campaign:x"},
      {"no name", "/live/events?topics=views:", {}, 400, "no topic views:"},
      {"a name that is too long",
       "/live/events?topics=views:" + std::string(200, 'a'),
       {},
       400,
       "no topic views:aaa"},
      {"an empty list", "/live/events?topics=", {}, 400, "no topic"},
      {"too many topics",
       "/live/events?topics=views:a,views:b,views:c,views:d",
       {},
       400,
       "over the limit of 3"},
      {"no offset", "/live/events?topics=views:a&since=yesterday", {}, 400, "yesterday"},
      {"a page of somebody else",
       "/live/events?topics=views:a",
       {{"Origin", "https://evil.example"}},
       403,
       "https://evil.example"},
      {"no WebSocket", "/live?topics=views:a", {}, 426, "WebSocket"},
  };
  for (const auto& row : rows) {
    const auto answer = vitrine_->get(row.target, row.headers);
    EXPECT_EQ(answer.status, row.status) << row.reason;
    EXPECT_THAT(answer.body, HasSubstr(row.says)) << row.reason;
  }
  Connection stranger(vitrine_->port());
  stranger.send(upgrade("/live?topics=views:a", {{"Origin", "https://evil.example"}}));
  EXPECT_EQ(stranger.read_answer().status, 403);

  auto first = read("/live?topics=views:a", {{"Origin", "https://shop.example"}});
  auto second = read("/live/events?topics=views:a");
  EXPECT_EQ(vitrine_->get("/live/events?topics=views:a").status, 503);
  EXPECT_EQ(vitrine_->metric("vitrine_live_refused_total"), 1);
  EXPECT_EQ(vitrine_->head("/live/events?topics=views:a").status, 503);
}

TEST_F(Live, LetsAnAllowedPageReadEvents) {
  start({{"live", {{"origins", {"https://shop.example"}}}}});
  Connection reader(vitrine_->port());
  reader.send(request_bytes(
      {.target = "/live/events?topics=views:a", .headers = {{"Origin", "https://shop.example"}}}));
  EXPECT_EQ(reader.read_head().header("Access-Control-Allow-Origin"), "https://shop.example");
}

TEST_F(Live, OutlivesGarbageGiantsAndThoseWhoLeave) {
  start();
  const std::vector<std::string> hostile = {
      "GET / HTTP/1.1\r\n\r\n",
      std::string(100'000, '\xFF'),
      std::string("\x82\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10),
      client_frame('\x81', "\xC3\x28"),
      client_frame('\x83', "reserved"),
      client_frame('\x88', "x"),
  };
  for (const auto& bytes : hostile) {
    auto reader = read("/live?topics=views:home");
    reader.read_until("\"bots\"");
    reader.try_send(bytes);
    const auto rest = reader.read_to_end();
    ASSERT_TRUE(rest);
    EXPECT_THAT(*rest, HasSubstr("\x88")) << "a close frame";
  }
  read("/live?topics=views:home").reset();
  read("/live/events?topics=views:home").reset();
  await_readers(0);
  EXPECT_EQ(post("/views/home").status, 200);
}

TEST_F(Live, CutsOffWhoNeverAnswersAPing) {
  start({{"limits", {{"ping_seconds", 1}, {"pong_seconds", 1}}}});
  auto silent = read("/live?topics=views:home");
  auto alive = read("/live?topics=views:home");
  const auto ping = std::string("\x89\0", 2);
  for (int i = 0; i < 3; ++i) {
    alive.read_until(ping);
    alive.send(client_frame('\x8A', ""));
  }
  EXPECT_TRUE(silent.read_to_end());
  await_readers(1);
  EXPECT_EQ(vitrine_->metric("vitrine_http_refused_total", "pong_time"), 1);
}

TEST_F(Live, HoldsNobodyUpForThoseWhoNeverRead) {
  start({{"limits", {{"live_outbox_bytes", 1024}}}, {"operator_key", kKey}});
  put_july();
  std::deque<Connection> stuck;
  for (int i = 0; i < 20; ++i) {
    stuck.emplace_back(vitrine_->port(), 2048);
    stuck.back().send(upgrade("/live?topics=campaign:july1", operator_));
  }
  auto reader = read("/live/events?topics=campaign:july1", operator_);
  Connection viewer(vitrine_->port());
  for (int i = 1; i <= 300; ++i) {
    viewer.ask({.target = "/fwd/july1/camera"});
    if (i % 50 == 0) reader.read_until("\"clicks\":" + std::to_string(i) + ",");
  }
  await_readers(21);
  // Those who had stopped reading go on with the newest.
  for (auto& late : stuck) {
    late.read_head();
    EXPECT_THAT(late.read_until("\"clicks\":300,"), Not(HasSubstr("\"clicks\":299,")));
  }
}

TEST_F(Live, SendsReadersAwayWithAHintWhenItStops) {
  start();
  auto socket = read("/live?topics=views:home");
  auto events = read("/live/events?topics=views:home");
  socket.read_until("\"bots\"");
  vitrine_->process().signal(SIGTERM);
  EXPECT_THAT(*socket.read_to_end(), HasSubstr("\x03\xE9reconnect in "));
  EXPECT_THAT(*events.read_to_end(), HasSubstr("\n\nretry: "));
  socket.reset();
  EXPECT_EQ(vitrine_->process().wait(), 0);
}

}  // namespace
}  // namespace vitrine::service
