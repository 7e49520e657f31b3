#include "http/websocket_handshake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/dialogue.h"
#include "http/event_stream.h"

namespace vitrine::http {
namespace {

using testing::Dialogue;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestShard;

class SilentStream final : public Stream {
 public:
  void opened(StreamWire&) override {}

  void drained() override {}

  void closed() override {}
};

Answer open(const Request& request) {
  if (auto refusal = refuse_websocket(request)) return *std::move(refusal);
  return websocket_response(request, std::make_shared<SilentStream>());
}

std::string answer_to(std::string_view request) {
  TestShard shard;
  shard.router.add(Method::get, "/live", open);
  shard.router.add(Method::get, "/events", [](const Request&) -> Answer {
    return events_response(std::make_shared<SilentStream>());
  });
  return Dialogue(shard).send(request).received();
}

constexpr std::string_view kGood =
    "GET /live HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: h2c, "
    "WebSocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

std::string without(std::string_view part, std::string_view instead = "") {
  std::string request(kGood);
  return request.replace(request.find(part), part.size(), instead);
}

TEST(WebSocketHandshake, IsAnsweredAsTheRfcShows) {
  const auto answer = answer_to(kGood);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 Switching Protocols\r\n")) << answer;
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: Upgrade\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nUpgrade: websocket\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("Content-Length")));
}

TEST(WebSocketHandshake, IsRefusedWithItsReason) {
  struct Row {
    const char* reason;
    std::string request;
    int status;
    const char* says;
  };

  const std::vector<Row> rows = {
      {"no upgrade at all", "GET /live HTTP/1.1\r\nHost: a\r\n\r\n", 426, "Upgrade: websocket"},
      {"another protocol", without("h2c, WebSocket", "h2c"), 426, "Upgrade: websocket"},
      {"no word of it in Connection", without(", Upgrade"), 426, "Upgrade: websocket"},
      {"version 8", without("Version: 13", "Version: 8"), 426, "Sec-WebSocket-Version: 13"},
      {"no version", without("Sec-WebSocket-Version: 13\r\n"), 426, "not an unnamed one"},
      {"no key", without("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), 400, "16 bytes"},
      {"a short key", without("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ=="), 400, "16 bytes"},
      {"a key of other letters", without("dGhl", "d*hl"), 400, "16 bytes"},
      {"two keys",
       without("\r\n\r\n", "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
       400,
       "16 bytes"},
      {"HTTP/1.0", without("HTTP/1.1", "HTTP/1.0"), 400, "not 1.0"},
      {"HEAD", without("GET", "HEAD"), 400, ""},
      {"POST", without("GET", "POST"), 405, "Allow: GET"},
  };
  for (const auto& row : rows) {
    const auto answer = answer_to(row.request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(row.status)))
        << row.reason << ": " << answer;
    EXPECT_THAT(answer, HasSubstr(row.says)) << row.reason;
  }
}

TEST(EventStream, AnswersWithoutALength) {
  const auto answer = answer_to("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("Content-Length")));
}

TEST(EventStream, ShowsItsHeadToHead) {
  const auto twice = "HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n";
  const auto answer = answer_to(std::string(twice) + twice);
  EXPECT_THAT(answer, Not(HasSubstr("Connection: close")));
  EXPECT_THAT(testing::answers(answer, true), ::testing::ElementsAre("200", "200"));
}

TEST(EventStream, WritesEventsLineByLine) {
  struct Row {
    const char* reason;
    std::string_view id;
    std::string_view data;
    const char* text;
  };

  for (const auto& row : {
           Row{"one line", "a-1", "{}", "id: a-1\ndata: {}\n\n"},
           Row{"no id", "", "{}", "data: {}\n\n"},
           Row{"every kind of line end",
               "",
               "a\nb\r\nc\rd",
               "data: a\ndata: b\ndata: c\ndata: d\n\n"},
           Row{"an empty line at the end", "", "a\n", "data: a\ndata: \n\n"},
       }) {
    EXPECT_EQ(event_text(row.id, row.data), row.text) << row.reason;
  }
  EXPECT_EQ(retry_text(std::chrono::milliseconds(1500)), "retry: 1500\n\n");
}

}  // namespace
}  // namespace vitrine::http
