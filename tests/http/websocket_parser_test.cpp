#include "http/websocket_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_frames.h"

namespace vitrine::http {
namespace {

using testing::client_frame;
using ::testing::ElementsAre;
using testing::events_in;

constexpr std::uint8_t kLast = 0x80;
constexpr std::uint8_t kText = 1;
constexpr std::uint8_t kBinary = 2;
constexpr std::uint8_t kClose = kLast | 8;
constexpr std::uint8_t kPing = kLast | 9;
constexpr std::uint8_t kPong = kLast | 10;

std::string close_with(std::uint16_t code, std::string_view reason = "") {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return client_frame(kClose, payload + std::string(reason));
}

// Messages of every length form, fragments with control frames and a cut character in between.
std::string conversation() {
  return client_frame(kLast | kText, "") + client_frame(kLast | kText, "hello") +
         client_frame(kText, "\xE2\x82") + client_frame(kPing, "are you there") +
         client_frame(0, "\xAC ") + client_frame(kPong, "") + client_frame(kLast, "!") +
         client_frame(kLast | kBinary, std::string(300, '\xFF')) + close_with(1000, "bye") +
         client_frame(kLast | kText, "nobody hears this");
}

TEST(WebSocketParser, FollowsAConversation) {
  EXPECT_THAT(events_in(conversation()),
              ElementsAre("text",
                          "text hello",
                          "ping are you there",
                          "pong",
                          "text \xE2\x82\xAC !",
                          "binary " + std::string(300, '\xFF'),
                          "close 1000 bye"));
}

TEST(WebSocketParser, SaysTheSameHoweverTheBytesAreCut) {
  const auto expected = events_in(conversation());
  for (std::size_t piece = 1; piece < 64; ++piece) {
    EXPECT_EQ(events_in(conversation(), piece), expected) << piece;
  }
}

TEST(WebSocketParser, RefusesWhatBreaksTheProtocol) {
  const std::string long_control(126, 'x');

  struct Row {
    const char* reason;
    std::string bytes;
    const char* event;
  };

  const std::vector<Row> rows = {
      {"no mask", "\x81\x05hello", "failed 1002"},
      {"reserved bit 1 (compression)", client_frame(kLast | 0x40 | kText, "a"), "failed 1002"},
      {"reserved bit 3", client_frame(kLast | 0x10 | kText, "a"), "failed 1002"},
      {"a reserved opcode for data", client_frame(kLast | 3, "a"), "failed 1002"},
      {"a reserved opcode for control", client_frame(kLast | 11, "a"), "failed 1002"},
      {"a ping in fragments", client_frame(9, "a"), "failed 1002"},
      {"a ping over 125 bytes", client_frame(kPing, long_control), "failed 1002"},
      {"a continuation of nothing", client_frame(kLast, "a"), "failed 1002"},
      {"a message within a message",
       client_frame(kText, "a") + client_frame(kLast | kText, "b"),
       "failed 1002"},
      {"two bytes for a length that fits one", std::string("\x81\xFE\x00\x7D", 4), "failed 1002"},
      {"eight bytes for a length that fits two",
       std::string("\x81\xFF\0\0\0\0\0\0\xFF\xFF", 10),
       "failed 1002"},
      {"a length of 2^64-1",
       std::string("\x82\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
       "failed 1009"},
      {"a message over the limit",
       client_frame(kLast | kText, std::string(1001, 'a')),
       "failed 1009"},
      {"fragments over the limit",
       client_frame(kText, std::string(600, 'a')) + client_frame(kLast, std::string(401, 'a')),
       "failed 1009"},
      {"text that is not UTF-8", client_frame(kLast | kText, "a\xFF"), "failed 1007"},
      {"text that ends within a character", client_frame(kLast | kText, "\xE2\x82"), "failed 1007"},
      {"a close code of one byte", client_frame(kClose, "a"), "failed 1002"},
      {"a reason that is not UTF-8", close_with(1000, "\xFF"), "failed 1007"},
  };
  for (const auto& row : rows)
    EXPECT_THAT(events_in(row.bytes), ElementsAre(row.event)) << row.reason;
}

TEST(WebSocketParser, TakesMessagesUpToTheLimit) {
  const std::string most(1000, 'a');
  EXPECT_THAT(events_in(client_frame(kLast | kText, most)), ElementsAre("text " + most));
  EXPECT_THAT(events_in(client_frame(kText, most) + client_frame(kLast, "")),
              ElementsAre("text " + most));
  EXPECT_EQ(events_in(client_frame(kLast | kText, std::string(70'000, 'a')), 4096, 70'000).size(),
            1)
      << "a length in eight bytes";
}

TEST(WebSocketParser, KnowsTheCloseCodes) {
  for (const int code : {1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999}) {
    EXPECT_THAT(events_in(close_with(static_cast<std::uint16_t>(code))),
                ElementsAre("close " + std::to_string(code)));
  }
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535}) {
    EXPECT_THAT(events_in(close_with(static_cast<std::uint16_t>(code))), ElementsAre("failed 1002"))
        << code;
  }
  EXPECT_THAT(events_in(client_frame(kClose, "")), ElementsAre("close 1005")) << "none";
}

TEST(WebSocketParser, DropsMessagesThatNobodyKeeps) {
  WebSocketParser parser(1000, false);
  auto bytes = client_frame(kLast | kText, "hello");
  std::span<char> rest(bytes);
  const auto event = parser.take(rest);
  EXPECT_EQ(event.kind, WebSocketParser::Kind::text);
  EXPECT_EQ(event.payload, "");
}

TEST(WebSocketFrame, WritesTheShortestLength) {
  EXPECT_EQ(websocket_frame(Opcode::text, "hi"), "\x81\x02hi");
  EXPECT_EQ(websocket_frame(Opcode::text, std::string(125, 'a')).substr(0, 2), "\x81\x7D");
  EXPECT_EQ(websocket_frame(Opcode::text, std::string(126, 'a')).substr(0, 4),
            std::string("\x81\x7E\x00\x7E", 4));
  EXPECT_EQ(websocket_frame(Opcode::binary, std::string(65'536, 'a')).substr(0, 10),
            std::string("\x82\x7F\0\0\0\0\0\x01\0\0", 10));
  EXPECT_EQ(websocket_frame(Opcode::pong, std::string(200, 'a')).size(), 127);
  EXPECT_EQ(websocket_close(1001, "bye"),
            "\x88\x05\x03\xE9"
            "bye");
  EXPECT_EQ(websocket_close(close_code::kNoCode, ""), std::string("\x88\0", 2));
}

}  // namespace
}  // namespace vitrine::http
