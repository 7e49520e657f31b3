#include "http/body_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/collecting_sink.h"
#include "http/dialogue.h"
#include "http/running_server.h"
#include "http/sample_routes.h"
#include "runtime/pool.h"
#include "runtime/run_on.h"

namespace vitrine::http {
namespace {

using testing::answers;
using testing::Dialogue;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TestShard;

class BodySinkTest : public ::testing::Test {
 protected:
  BodySinkTest() {
    testing::add_sinks(shard_.router, alive_);
    shard_.router.add(
        Method::get, "/next", [](const Request&) -> Answer { return Response::text(200, "next"); });
  }

  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
  TestShard shard_;
};

struct Row {
  const char* reason;
  std::string head;
  std::string body;
  std::vector<std::string> answers;
  bool closed;
};

const std::string kNext = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

// `{}` in the heads is "now" or "later".
const Row kRows[] = {
    {"a counted body", "Content-Length: 5\r\n", "hello", {"200 /{}[hello]", "200 next"}, false},
    {"chunks",
     "Transfer-Encoding: chunked\r\n",
     "3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nT: 1\r\n\r\n",
     {"200 /{}[hello]", "200 next"},
     false},
    {"no body", "", "", {"200 /{}[]", "200 next"}, false},
    {"an empty one", "Content-Length: 0\r\n", "", {"200 /{}[]", "200 next"}, false},
    {"no chunks", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", {"200 /{}[]", "200 next"}, false},
    {"refused by the sink", "Content-Length: 9\r\n", "hel!lo", {"415 Refused behind hel\n"}, true},
    {"refused by the sink, before what is wrong with the chunks",
     "Transfer-Encoding: chunked\r\n",
     "4\r\nhel!\r\nx\r\n",
     {"415 Refused behind hel\n"},
     true},
    {"wrong chunks, before what the sink would refuse",
     "Transfer-Encoding: chunked\r\n",
     "3\r\nhel\r\nx\r\n1\r\n!\r\n",
     {"400 The chunks of the body are not proper HTTP/1.1\n"},
     true},
    {"a length over the limit",
     "Content-Length: 101\r\n",
     "",
     {"413 The body of 101 bytes is over the limit of 100 bytes\n"},
     true},
    {"chunks over the limit",
     "Transfer-Encoding: chunked\r\n",
     "1\r\na\r\n64\r\n!",
     {"413 The body is over the limit of 100 bytes\n"},
     true},
};

std::string with_name(std::string text, const std::string& name) {
  if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, name);
  return text;
}

TEST_F(BodySinkTest, AnswersTheSameHoweverTheBytesAreCut) {
  for (const auto& row : kRows) {
    for (const std::string name : {"now", "later"}) {
      const auto bytes =
          "POST /" + name + " HTTP/1.1\r\nHost: a\r\n" + row.head + "\r\n" + row.body + kNext;
      std::vector<std::string> expected;
      for (const auto& answer : row.answers) expected.push_back(with_name(answer, name));
      for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        Dialogue dialogue(shard_);
        dialogue.send(bytes.substr(0, cut)).send(bytes.substr(cut));
        EXPECT_EQ(answers(dialogue.received()), expected) << row.reason << ", cut at " << cut;
        EXPECT_EQ(dialogue.open(), !row.closed) << row.reason;
      }
      Dialogue single(shard_);
      single.send(bytes, 1);
      EXPECT_EQ(answers(single.received()), expected) << row.reason << ", in single bytes";
    }
  }
  EXPECT_EQ(*alive_, 0) << "a sink ends with its answer";
}

TEST_F(BodySinkTest, IsNotOpenedForABodyThatIsRefusedAnyway) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "POST /closed HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_THAT(answers(dialogue.received()), ElementsAre("503 Nothing more is taken\n"))
      << "and the client was not invited";
  EXPECT_TRUE(dialogue.lingers());
}

TEST_F(BodySinkTest, KeepsTheConnectionWhenItRefusesNoBody) {
  Dialogue dialogue(shard_);
  dialogue.send("POST /closed HTTP/1.1\r\nHost: a\r\n\r\n" + kNext);
  EXPECT_THAT(answers(dialogue.received()), ElementsAre("503 Nothing more is taken\n", "200 next"));
}

TEST_F(BodySinkTest, InvitesTheBodyOnceTheSinkIsOpen) {
  Dialogue dialogue(shard_);
  dialogue.send(
      "POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(dialogue.received(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(*alive_, 1);
  dialogue.send("ok");
  EXPECT_THAT(answers(dialogue.received()), ElementsAre("100", "200 /now[ok]"));
}

TEST_F(BodySinkTest, EndsWhenTheClientLeavesHalfWay) {
  for (const char* framing : {"Content-Length: 9", "Transfer-Encoding: chunked"}) {
    {
      Dialogue dialogue(shard_);
      dialogue.send("POST /later HTTP/1.1\r\nHost: a\r\n" + std::string(framing) +
                    "\r\n\r\n5\r\nhel");
      EXPECT_EQ(*alive_, 1);
      EXPECT_EQ(dialogue.received(), "");
    }
    EXPECT_EQ(*alive_, 0) << framing;
  }
}

TEST_F(BodySinkTest, IsTimedAsEveryBody) {
  Dialogue dialogue(shard_);
  dialogue.send("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhel");
  EXPECT_EQ(dialogue.connection().waiting(), Connection::Waiting::body);
  EXPECT_EQ(dialogue.connection().body_bytes_arrived(), 3);
  dialogue.time_out();
  EXPECT_THAT(answers(dialogue.received()),
              ElementsAre("408 The body came slower than 1024 bytes a second\n"));
  EXPECT_EQ(*alive_, 0);
}

TEST_F(BodySinkTest, ThatThrowsIsAnsweredFiveHundred) {
  for (const char* name : {"now", "later"}) {
    Dialogue dialogue(shard_);
    dialogue.send("POST /" + std::string(name) +
                  " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhel?");
    EXPECT_THAT(dialogue.received(), HasSubstr("500 Internal Server Error")) << name;
    EXPECT_TRUE(dialogue.lingers()) << name;
  }
}

// Holds every piece back on a pool, and notes the largest.
class SlowSink final : public BodySink {
 public:
  SlowSink(Pool& pool, std::size_t& largest) : pool_(pool), largest_(largest) {}

  Taken take(std::string_view bytes) override { return keep(bytes); }

  Answer answer() override { return Response::text(200, text_); }

 private:
  Task<Result<void>> keep(std::string_view bytes) {
    co_await run_on(pool_, [this, bytes] { text_ += bytes; });
    largest_ = std::max(largest_, bytes.size());
    co_return Result<void>{};
  }

  Pool& pool_;
  std::size_t& largest_;
  std::string text_;
};

TEST(BodySinkServer, HoldsNoMoreOfABodyThanItHasJustGivenToItsSink) {
  std::size_t largest = 0;
  Pool pool({.name = "sink"});
  Router router;
  router.add(Method::post,
             "/slow",
             nullptr,
             {.body_bytes_max = 5'000'000,
              .open_sink = [&](const Request&) -> Result<std::unique_ptr<BodySink>> {
                return std::make_unique<SlowSink>(pool, largest);
              }});
  const auto text = testing::numbered(3'000'000);
  testing::RunningServer server(std::move(router));
  testing::Client client(server->port());
  for (int i = 0; i < 2; ++i) {
    client.send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
    client.send(text);
    EXPECT_EQ(testing::body_of(client.answer()), text) << i;
  }
  EXPECT_LE(largest, 64U * 1024);
  EXPECT_GT(largest, 1024U);
}

}  // namespace
}  // namespace vitrine::http
