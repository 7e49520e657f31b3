#include "http/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/dialogue.h"

namespace vitrine::http {
namespace {

using testing::answers;
using testing::Dialogue;
using ::testing::ElementsAre;
using testing::TestShard;

Answer say(std::string text) {
  return Response::text(200, std::move(text));
}

Task<Result<Response>> later(std::string text) {
  co_return Response::text(200, std::move(text));
}

Task<Result<Response>> later_failing() {
  co_return fail(FailureKind::timeout, "The origin took more than 10 seconds");
}

Task<Result<Response>> later_throwing() {
  throw std::runtime_error("broken");
  co_return Response(200);
}

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() {
    auto& router = shard_.router;
    router.add(Method::get, "/hello", [](const Request&) { return say("hello"); });
    router.add(Method::get, "/echo/{text}", [](const Request& request) {
      return say(std::string(request.parameter("text")));
    });
    router.add(Method::get, "/later", [](const Request&) -> Answer { return later("later"); });
    router.add(
        Method::get, "/later/fails", [](const Request&) -> Answer { return later_failing(); });
    router.add(
        Method::get, "/later/throws", [](const Request&) -> Answer { return later_throwing(); });
    router.add(Method::get, "/fails", [](const Request&) -> Answer {
      return fail(FailureKind::not_found, "There is no camera", "disk 7");
    });
    router.add(Method::get, "/throws", [](const Request&) -> Answer {
      throw std::runtime_error("broken");
    });
    router.add(Method::get, "/large", [](const Request&) -> Answer {
      return Response(200).body(std::string(70'000, 'x'));
    });
    router.add(Method::get, "/wide", [](const Request&) -> Answer {
      return Response(200).header("X-Wide", std::string(70'000, 'x'));
    });
    router.add(Method::get, "/none", [](const Request&) -> Answer { return Response(204); });
  }

  TestShard shard_;
};

TEST_F(ConnectionTest, AnswersOneRequest) {
  Dialogue dialogue(shard_);
  dialogue.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(dialogue.received(),
            "HTTP/1.1 200 OK\r\n"
            "Server: Vitrine\r\n"
            "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
            "Content-Length: 5\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "\r\n"
            "hello");
  EXPECT_TRUE(dialogue.open());
  EXPECT_EQ(dialogue.connection().waiting(), Connection::Waiting::idle);
}

TEST_F(ConnectionTest, AnswersPipelinedRequestsInOrder) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "GET /echo/1 HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /later HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /fails HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /echo/4 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("200 1", "200 later", "404 There is no camera\n", "200 4"));
  EXPECT_TRUE(dialogue.open());
}

TEST_F(ConnectionTest, LetsOthersRunAfter32Heads) {
  Dialogue dialogue(shard_);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "GET /none HTTP/1.1\r\nHost: a\r\n\r\n";
  // One read takes what fits into the buffer, so the whole must be in a large one first.
  dialogue.send("GET /none HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x'));
  dialogue.send("\r\n\r\n" + many);
  EXPECT_EQ(answers(dialogue.received()).size(), 101);
  EXPECT_EQ(dialogue.yields(), 3);
}

TEST_F(ConnectionTest, DropsTheBodyOfHead) {
  Dialogue dialogue(shard_);
  dialogue.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nHEAD /large HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received(), true), ElementsAre("200", "200"));
  EXPECT_THAT(dialogue.received(), ::testing::HasSubstr("Content-Length: 70000\r\n"));
}

TEST_F(ConnectionTest, SendsLargeBodiesBehindTheirHead) {
  Dialogue dialogue(shard_);
  dialogue.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto found = answers(dialogue.received());
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].size(), 4 + 70'000);
  EXPECT_EQ(found[1], "200 hello");
}

TEST_F(ConnectionTest, FillsTheOutBufferWithoutOverrunningIt) {
  shard_.router.add(Method::get, "/4k", [](const Request&) { return say(std::string(4096, 'y')); });
  Dialogue dialogue(shard_);
  std::string many;
  for (int i = 0; i < 60; ++i) many += "GET /4k HTTP/1.1\r\nHost: a\r\n\r\n";
  dialogue.send(many);
  const auto found = answers(dialogue.received());
  EXPECT_EQ(found.size(), 60);
  EXPECT_THAT(found, ::testing::Each("200 " + std::string(4096, 'y')));
}

TEST_F(ConnectionTest, RefusesToSendAHeadThatCannotFit) {
  Dialogue dialogue(shard_);
  dialogue.send("GET /wide HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("500 The answer has too many header fields\n"));
  EXPECT_FALSE(dialogue.open());
}

TEST_F(ConnectionTest, ClosesWhenTheClientWantsTo) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /hello HTTP/1.1\r\n");
  EXPECT_THAT(answers(dialogue.received()), ElementsAre("200 hello"));
  EXPECT_THAT(dialogue.received(), ::testing::HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_FALSE(dialogue.open());
  EXPECT_FALSE(dialogue.lingers());
}

TEST_F(ConnectionTest, SpeaksHttp10) {
  Dialogue once(shard_);
  once.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_FALSE(once.open());
  EXPECT_THAT(once.received(), ::testing::HasSubstr("Connection: close\r\n"));

  Dialogue kept(shard_);
  kept.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_TRUE(kept.open());
  EXPECT_THAT(kept.received(), ::testing::HasSubstr("Connection: keep-alive\r\n"));
}

TEST_F(ConnectionTest, ClosesAfterTheNextAnswerWhenDraining) {
  Dialogue dialogue(shard_);
  dialogue.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  shard_.state().draining = true;
  dialogue.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(dialogue.lingers());
  EXPECT_THAT(dialogue.received(), ::testing::HasSubstr("Connection: close\r\n"));
}

TEST_F(ConnectionTest, AnswersWhatHasNoRoute) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n"
      "PUT /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
      "GET /echo/%zz HTTP/1.1\r\nHost: a\r\n\r\n"
      "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("404 There is nothing at this address\n",
                          "405 PUT is not for this address; GET, HEAD is\n",
                          "400 The path has a `%` without two hex digits behind it\n",
                          "204"));
  EXPECT_THAT(dialogue.received(), ::testing::HasSubstr("\r\nAllow: GET, HEAD\r\n"));
  EXPECT_TRUE(dialogue.open());
}

TEST_F(ConnectionTest, AnswersExceptionsWith500AndCloses) {
  for (const auto* path : {"/throws", "/later/throws"}) {
    Dialogue dialogue(shard_);
    dialogue.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(answers(dialogue.received()),
                ElementsAre(::testing::StartsWith("500 Something broke here")));
    EXPECT_THAT(dialogue.received(), ::testing::Not(::testing::HasSubstr("broken")));
    EXPECT_FALSE(dialogue.open());
  }
  EXPECT_TRUE(shard_.told.at(0).failed);
}

TEST_F(ConnectionTest, AnswersAFailingTask) {
  Dialogue dialogue(shard_);
  dialogue.send("GET /later/fails HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("504 The origin took more than 10 seconds\n"));
  EXPECT_TRUE(dialogue.open());
}

TEST_F(ConnectionTest, RefusesHeadsOverTheirLimit) {
  shard_.limits.head_bytes_max = 200;

  struct Row {
    const char* reason;
    std::string bytes;
    const char* answer;
  };

  const std::string start = "GET /hello HTTP/1.1\r\nHost: a\r\nX: ";
  const Row rows[] = {
      {"as long as may be",
       start + std::string(200 - start.size() - 4, 'x') + "\r\n\r\n",
       "200 hello"},
      {"one byte longer",
       start + std::string(201 - start.size() - 4, 'x') + "\r\n\r\n",
       "431 The head of the request is over the limit of 200 bytes\n"},
      {"never ending",
       start + std::string(5000, 'x'),
       "431 The head of the request is over the limit of 200 bytes\n"},
      {"a never ending line",
       "GET /" + std::string(5000, 'x'),
       "414 The request line is over the limit of 200 bytes\n"},
  };
  for (const auto& row : rows) {
    for (const std::size_t piece : {1U, 7U, 100'000U}) {
      Dialogue dialogue(shard_);
      dialogue.send(row.bytes, piece);
      EXPECT_THAT(answers(dialogue.received()), ElementsAre(row.answer)) << row.reason;
    }
  }
  EXPECT_EQ(shard_.refused("head_size"), 9);
}

TEST_F(ConnectionTest, RefusesTheFirstByteThatCannotBeHttp) {
  for (const std::string_view bytes : {"\x16\x03\x01", " GET", "{", "\nGET / HTTP/1.1\r\n\r\n"}) {
    Dialogue dialogue(shard_);
    dialogue.send(bytes);
    EXPECT_THAT(answers(dialogue.received()), ElementsAre(::testing::StartsWith("400 "))) << bytes;
    EXPECT_TRUE(dialogue.lingers());
  }
  EXPECT_EQ(shard_.refused("malformed"), 4);
}

TEST_F(ConnectionTest, OverlooksOneEmptyLineBeforeARequest) {
  Dialogue one(shard_);
  one.send("\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(one.received()), ElementsAre("200 hello", "200 hello"));

  Dialogue two(shard_);
  two.send("\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answers(two.received()), ElementsAre(::testing::StartsWith("400 ")));
}

TEST_F(ConnectionTest, AnswersAHeadThatTakesTooLong) {
  Dialogue dialogue(shard_);
  dialogue.send("GET /hello HT");
  EXPECT_EQ(dialogue.connection().waiting(), Connection::Waiting::head);
  dialogue.time_out();
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("408 The head of the request took longer than 10 seconds\n"));
  EXPECT_TRUE(dialogue.lingers());
  EXPECT_EQ(shard_.refused("head_time"), 1);
}

TEST_F(ConnectionTest, TellsItsObserverOfEveryAnswer) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "GET /echo/1?a HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /fails HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
      "nonsense\r\n\r\n");
  const auto& told = shard_.told;
  ASSERT_EQ(told.size(), 4);
  EXPECT_EQ(told[0].target, "/echo/1?a");
  EXPECT_EQ(told[0].route, "/echo/{text}");
  EXPECT_EQ(told[0].status, 200);
  EXPECT_FALSE(told[0].failed);
  EXPECT_EQ(told[1].status, 404);
  EXPECT_TRUE(told[1].failed);
  EXPECT_GT(told[2].bytes_sent, 70'000);
  EXPECT_EQ(told[3].target, "(none)");
  EXPECT_EQ(told[3].status, 400);
  std::uint64_t sum = 0;
  for (const auto& answer : told) sum += answer.bytes_sent;
  EXPECT_EQ(sum, dialogue.received().size());
}

TEST_F(ConnectionTest, GivesHandlersWhatTheClientSaid) {
  Request seen;
  std::string host;
  shard_.router.add(Method::get, "/see/{what}", [&](const Request& request) -> Answer {
    seen = request;
    host = request.header("host").value_or("");
    return Response(204);
  });
  Dialogue dialogue(shard_);
  dialogue.send("GET http://shop/see/it?a=b HTTP/1.1\r\nHost: other\r\n\r\n");
  EXPECT_EQ(seen.peer, "192.0.2.7");
  EXPECT_EQ(seen.id, 0x100);
  EXPECT_FALSE(seen.secure);
  EXPECT_EQ(host, "shop");
}

}  // namespace
}  // namespace vitrine::http
