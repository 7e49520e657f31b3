#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/connection.h"
#include "http/dialogue.h"

namespace vitrine::http {
namespace {

using testing::answers;
using testing::Dialogue;
using ::testing::ElementsAre;
using testing::TestShard;

class ConnectionBodyTest : public ::testing::Test {
 protected:
  ConnectionBodyTest() {
    const Handler echo = [](const Request& request) -> Answer {
      return Response::text(
          200,
          std::string(request.body) + '|' + std::string(request.header("X-Tail").value_or("")));
    };
    shard_.router.add(Method::post, "/echo", echo, {.body_bytes_max = 300'000});
    shard_.router.add(Method::post, "/small", echo, {.body_bytes_max = 10});
    shard_.router.add(Method::get, "/echo", echo);
  }

  TestShard shard_;
};

TEST_F(ConnectionBodyTest, ReadsABodyOfAnyLengthHoweverItIsCut) {
  for (const std::size_t length : {0U, 1U, 900U, 1024U, 70'000U, 300'000U}) {
    for (const std::size_t piece : {1'000U, 65'537U, 1'000'000U}) {
      const std::string body(length, 'b');
      Dialogue dialogue(shard_);
      dialogue.send("POST /echo HTTP/1.1\r\nHost: a\r\nX-Tail: t\r\nContent-Length: " +
                        std::to_string(length) + "\r\n\r\n" + body +
                        "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n",
                    piece);
      EXPECT_THAT(answers(dialogue.received()), ElementsAre("200 " + body + "|t", "200 |"))
          << length << " in pieces of " << piece;
    }
  }
}

TEST_F(ConnectionBodyTest, ReadsChunksHoweverTheyAreCut) {
  const std::string part(1000, 'c');
  std::string chunks;
  std::string body;
  for (int i = 0; i < 250; ++i) {
    chunks += "3e8;n=1\r\n" + part + "\r\n";
    body += part;
  }
  for (const std::size_t piece : {999U, 65'537U, 1'000'000U}) {
    Dialogue dialogue(shard_);
    dialogue.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nX-Tail: t\r\nTransfer-Encoding: chunked\r\n\r\n" +
            chunks + "0\r\nX-Trailer: 1\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n",
        piece);
    EXPECT_THAT(answers(dialogue.received()), ElementsAre("200 " + body + "|t", "200 |"))
        << "in pieces of " << piece;
  }
}

TEST_F(ConnectionBodyTest, KeepsALargeHeadInPlaceWhileChunksArrive) {
  const std::string tail(9000, 't');
  Dialogue dialogue(shard_);
  dialogue.send("POST /echo HTTP/1.1\r\nHost: a\r\nX-Tail: " + tail +
                    "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                100);
  EXPECT_THAT(answers(dialogue.received()), ElementsAre("200 hello|" + tail));
}

TEST_F(ConnectionBodyTest, InvitesABodyThatIsExpected) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(dialogue.received(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(dialogue.connection().waiting(), Connection::Waiting::body);
  dialogue.send("hello");
  EXPECT_THAT(answers(dialogue.received()), ElementsAre("100", "200 hello|"));
}

TEST_F(ConnectionBodyTest, RefusesBodiesBeforeTheyAreRead) {
  struct Row {
    const char* reason;
    const char* bytes;
    const char* answer;
  };

  constexpr Row kRows[] = {
      {"over the route's limit",
       "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n",
       "413 The body of 11 bytes is over the limit of 10 bytes\n"},
      {"over it, and not invited",
       "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n",
       "413 The body of 11 bytes is over the limit of 10 bytes\n"},
      {"a chunk over it",
       "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello",
       "413 The body is over the limit of 10 bytes\n"},
      {"where none is taken",
       "GET /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n",
       "413 The body of 1 bytes is over the limit of 0 bytes\n"},
      {"for no route",
       "POST /elsewhere HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n",
       "404 There is nothing at this address\n"},
      {"chunks that are not proper",
       "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nhello",
       "400 The chunks of the body are not proper HTTP/1.1\n"},
  };
  for (const auto& row : kRows) {
    Dialogue dialogue(shard_);
    dialogue.send(row.bytes);
    EXPECT_THAT(answers(dialogue.received()), ElementsAre(row.answer)) << row.reason;
    EXPECT_TRUE(dialogue.lingers()) << row.reason;
  }
  EXPECT_EQ(shard_.refused("body_size"), 4);
}

TEST_F(ConnectionBodyTest, RefusesAChunkLineThatNeverEnds) {
  Dialogue dialogue(shard_);
  dialogue.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=" +
                std::string(100'000, 'x'));
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("400 A line among the chunks is over the limit of 4096 bytes\n"));
}

TEST_F(ConnectionBodyTest, AnswersABodyThatTakesTooLong) {
  Dialogue dialogue(shard_);
  dialogue.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  EXPECT_EQ(dialogue.connection().body_bytes_arrived(), 3);
  dialogue.time_out();
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("408 The body came slower than 1024 bytes a second\n"));
  EXPECT_EQ(shard_.refused("body_rate"), 1);
}

TEST_F(ConnectionBodyTest, ClosesAfterAnAnswerToABodyThatWasNotRead) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n"
      "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received()), ElementsAre(::testing::StartsWith("405 ")))
      << "what looks like a request was a body";
}

}  // namespace
}  // namespace vitrine::http
