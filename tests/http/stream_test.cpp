#include "http/stream.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_frames.h"
#include "http/event_stream.h"
#include "http/running_server.h"
#include "http/websocket_handshake.h"

namespace vitrine::http {
namespace {

using testing::Client;
using testing::client_frame;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::listening_socket;
using testing::refused;
using testing::RunningServer;

// What the streams of one test were told.
struct Told {
  std::atomic<int> opened{0};
  std::atomic<int> drained{0};
  std::atomic<int> closed{0};
  std::atomic<std::size_t> unsent{0};
};

// Sends `first` as often as told when it is opened, and `last` when that has been taken.
class Sender final : public Stream {
 public:
  Sender(Told& told, std::string first, int times = 1, std::string last = "")
      : told_(told),
        first_(share(std::move(first))),
        times_(times),
        last_(share(std::move(last))) {}

  void opened(StreamWire& wire) override {
    wire_ = &wire;
    for (int i = 0; i < times_; ++i) wire.send(first_);
    told_.unsent = wire.unsent();
    ++told_.opened;
  }

  void drained() override {
    ++told_.drained;
    if (last_->empty()) return;
    wire_->send(last_);
    wire_->close(close_code::kNormal, "enough");
  }

  void closed() override { ++told_.closed; }

 private:
  Told& told_;
  StreamWire* wire_ = nullptr;
  const SharedBytes first_;
  const int times_;
  const SharedBytes last_;
};

constexpr std::string_view kUpgrade =
    "GET /live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
constexpr std::string_view kEvents = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kPing("\x89\x00", 2);

std::string hello() {
  return websocket_frame(Opcode::text, "hello");
}

Router streams(Told& told) {
  Router router;
  router.add(Method::get, "/live", [&told](const Request& request) -> Answer {
    if (auto refusal = refuse_websocket(request)) return *std::move(refusal);
    return websocket_response(request, std::make_shared<Sender>(told, hello()));
  });
  router.add(Method::get, "/events", [&told](const Request&) -> Answer {
    return events_response(std::make_shared<Sender>(told, event_text("1", "hello")));
  });
  return router;
}

ServerConfig impatient() {
  ServerConfig config;
  config.limits.ping_after = std::chrono::seconds(0);
  config.limits.pong_time_max = std::chrono::seconds(0);
  return config;
}

std::string closing(std::uint16_t code) {
  return client_frame(0x88,
                      std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)});
}

TEST(Stream, CarriesFramesBothWaysUntilTheClientCloses) {
  Told told;
  RunningServer server(streams(told));
  Client client(server->port());
  // The first frame right behind the request, in the same packet.
  client.send(std::string(kUpgrade) + client_frame(0x89, "you?"));
  EXPECT_THAT(client.answer(), HasSubstr("101"));
  client.send(closing(1000) + client_frame(0x89, "nobody answers this"));
  EXPECT_EQ(client.rest(), hello() + "\x8A\x04you?" + "\x88\x02\x03\xE8");
  EXPECT_TRUE(client.ended());
  client.close();
  while (told.closed == 0 || server->connections() > 0) std::this_thread::yield();
  EXPECT_EQ(server.observer.requests, 1);
}

TEST(Stream, ClosesOnWhatBreaksTheProtocolAndSaysWhy) {
  struct Row {
    const char* reason;
    std::string bytes;
    const char* code;
    const char* counter;
  };

  const std::vector<Row> rows = {
      {"HTTP where a frame should be", "GET / HTTP/1.1\r\n\r\n", "\x03\xEA", "frame"},
      {"no mask", "\x81\x05hello", "\x03\xEA", "frame"},
      {"not UTF-8", client_frame(0x81, "\xFF"), "\x03\xEF", "frame"},
      {"a giant", "\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "\x03\xF1", "message_size"},
  };
  Told told;
  RunningServer server(streams(told));
  for (const auto& row : rows) {
    const auto before = refused(server.metrics, row.counter);
    Client client(server->port());
    client.send(kUpgrade);
    client.answer();
    client.send(row.bytes);
    EXPECT_EQ(client.rest().substr(hello().size() + 2, 2), row.code) << row.reason;
    EXPECT_EQ(refused(server.metrics, row.counter), before + 1) << row.reason;
  }
}

TEST(Stream, SendsEventsUntilTheClientLeaves) {
  Told told;
  RunningServer server(streams(told));
  Client client(server->port());
  client.send(kEvents);
  EXPECT_THAT(client.answer(), HasSubstr("text/event-stream"));
  client.end_sending();
  EXPECT_EQ(client.rest(), "id: 1\ndata: hello\n\n");
  while (told.closed == 0 || server->connections() > 0) std::this_thread::yield();
}

TEST(Stream, CountsAsAConnection) {
  Told told;
  ServerConfig config;
  config.limits.connections_max = 1;
  RunningServer server(streams(told), config);
  Client reader(server->port());
  reader.send(kUpgrade);
  reader.answer();
  EXPECT_EQ(server->connections(), 1);
  EXPECT_THAT(Client(server->port()).get("/events"), HasSubstr("503"));
}

TEST(Stream, AsksASilentReaderAndCutsItOff) {
  Told told;
  RunningServer server(streams(told), impatient());
  Client client(server->port());
  client.send(kUpgrade);
  client.answer();
  EXPECT_EQ(client.rest(), hello() + std::string(kPing));
  while (told.closed == 0) std::this_thread::yield();
  EXPECT_EQ(refused(server.metrics, "pong_time"), 1);
}

TEST(Stream, KeepsEventsAliveWithComments) {
  Told told;
  RunningServer server(streams(told), impatient());
  Client client(server->port());
  client.send(kEvents);
  client.answer();
  std::string text;
  while (text.find(":\n\n") == std::string::npos) text += client.some();
  EXPECT_EQ(told.closed, 0);
}

TEST(Stream, KeepsWhatASlowReaderHasNotTaken) {
  Told told;
  Router router;
  router.add(Method::get, "/live", [&told](const Request& request) -> Answer {
    return websocket_response(
        request, std::make_shared<Sender>(told, std::string(10'000, 'a'), 50, "the end"));
  });
  std::vector<UniqueFd> listening;
  listening.push_back(listening_socket(4096));
  RunningServer server(std::move(router), {}, 1, std::move(listening));
  Client client(server->port(), 4096);
  client.send(kUpgrade);
  while (told.opened == 0) std::this_thread::yield();
  EXPECT_GT(told.unsent, 400'000);
  client.answer();
  client.send(client_frame(0x89, "one") + client_frame(0x89, "two"));
  const auto rest = client.rest();
  EXPECT_EQ(rest.substr(0, 500'000), std::string(500'000, 'a'));
  EXPECT_EQ(told.drained, 1);
  EXPECT_THAT(rest.substr(500'000),
              ::testing::AnyOf(HasSubstr("\x8A\x03two"), HasSubstr("\x8A\x03one")));
  EXPECT_THAT(rest, EndsWith(std::string("the end\x88\x08\x03\xE8") + "enough"));
}

TEST(Stream, CutsOffWhoTakesNothing) {
  Told told;
  Router router;
  router.add(Method::get, "/live", [&told](const Request& request) -> Answer {
    return websocket_response(request,
                              std::make_shared<Sender>(told, std::string(10'000, 'a'), 500));
  });
  ServerConfig config;
  config.limits.write_time_max = std::chrono::seconds(0);
  std::vector<UniqueFd> listening;
  listening.push_back(listening_socket(4096));
  RunningServer server(std::move(router), config, 1, std::move(listening));
  Client client(server->port(), 4096);
  client.send(kUpgrade);
  while (told.closed == 0) std::this_thread::yield();
  EXPECT_EQ(refused(server.metrics, "write_time"), 1);
  EXPECT_EQ(server->connections(), 0);
}

TEST(Stream, IsSentAwayWithAHintWhenTheServerDrains) {
  Told told;
  RunningServer server(streams(told));
  Client socket(server->port());
  socket.send(kUpgrade);
  socket.answer();
  Client events(server->port());
  events.send(kEvents);
  events.answer();
  server->drain();
  const auto frames = socket.rest();
  EXPECT_THAT(frames, HasSubstr("\x03\xE9reconnect in "));
  EXPECT_THAT(events.rest(), HasSubstr("\n\nretry: "));
  socket.close();
  events.close();
  EXPECT_TRUE(server->wait_drained(std::chrono::seconds(10)));
  EXPECT_EQ(told.closed, 2);
}

TEST(Stream, IsToldWhenTheServerStops) {
  Told told;
  RunningServer server(streams(told));
  Client socket(server->port());
  socket.send(kUpgrade);
  socket.answer();
  server->stop();
  EXPECT_EQ(told.closed, 1);
}

}  // namespace
}  // namespace vitrine::http
