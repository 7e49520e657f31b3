#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/connection.h"
#include "http/dialogue.h"

namespace vitrine::http {
namespace {

using testing::answers;
using testing::Dialogue;
using testing::TestShard;

void add_routes(Router& router) {
  const Handler echo = [](const Request& request) -> Answer {
    return Response::text(200, std::string(request.target) + '[' + std::string(request.body) + ']');
  };
  router.add(Method::get, "/{path...}", echo);
  router.add(Method::post, "/{path...}", echo, {.body_bytes_max = 100});
}

// Everything that changes how bytes are read: bodies, chunks, trailers, an empty line, HTTP/1.0.
constexpr std::string_view kStream =
    "GET /one HTTP/1.1\r\nHost: a\r\n\r\n"
    "POST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    "\r\n"
    "HEAD /three HTTP/1.1\r\nHost: a\r\n\r\n"
    "POST /four HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n"
    "POST /five HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nok"
    "GET http://b/six?q HTTP/1.1\r\nHost: a\r\nX:  y \r\n\r\n"
    "GET /seven HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    "GET /eight HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

std::string whole_answer() {
  TestShard shard;
  add_routes(shard.router);
  return Dialogue(shard).send(kStream).received();
}

TEST(ConnectionSplit, TheStreamIsAnsweredAsMeant) {
  const auto received = whole_answer();
  for (const auto* expected : {"/one[]",
                               "/two[hello]",
                               "/four[abcde]",
                               "100 Continue",
                               "/five[ok]",
                               "http://b/six?q[]",
                               "/seven[]",
                               "/eight[]"}) {
    EXPECT_THAT(received, ::testing::HasSubstr(expected));
  }
  EXPECT_THAT(received, ::testing::Not(::testing::HasSubstr("/three")));
}

TEST(ConnectionSplit, EveryCutGivesTheSameAnswers) {
  const auto expected = whole_answer();
  TestShard shard;
  add_routes(shard.router);
  for (std::size_t cut = 1; cut < kStream.size(); ++cut) {
    Dialogue dialogue(shard);
    dialogue.send(kStream.substr(0, cut)).send(kStream.substr(cut));
    ASSERT_EQ(dialogue.received(), expected) << "cut at " << cut;
  }
}

TEST(ConnectionSplit, EverySizeOfPieceGivesTheSameAnswers) {
  const auto expected = whole_answer();
  TestShard shard;
  add_routes(shard.router);
  for (std::size_t piece = 1; piece < kStream.size(); ++piece) {
    Dialogue dialogue(shard);
    dialogue.send(kStream, piece);
    ASSERT_EQ(dialogue.received(), expected) << "pieces of " << piece;
  }
}

TEST(ConnectionSplit, HostileStreamsAreRefusedAtTheSameByte) {
  struct Row {
    const char* reason;
    std::string_view bytes;
    std::vector<std::string_view> statuses;
  };

  const Row rows[] = {
      {"a request hidden behind a length and a coding",
       "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
       "0\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
       {"400"}},
      {"a request hidden behind an unknown coding",
       "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"
       "GET /b HTTP/1.1\r\nHost: a\r\n\r\n",
       {"501"}},
      {"a request hidden in a quoted chunk extension",
       "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
       "0;x=\"\n\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n\"\r\n\r\n",
       {"400"}},
      {"a good request, then a bare line feed",
       "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\nHost: a\r\n\r\n",
       {"200", "400"}},
      {"a good request, then a folded field",
       "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
       {"200", "400"}},
      {"a length that is too short",
       "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxy",
       {"200"}},
      {"a body for a GET that takes none",
       "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n",
       {"413"}},
  };
  for (const auto& row : rows) {
    TestShard shard;
    add_routes(shard.router);
    for (std::size_t piece = row.bytes.size(); piece > 0; --piece) {
      Dialogue dialogue(shard);
      dialogue.send(row.bytes, piece);
      const auto found = answers(dialogue.received());
      ASSERT_EQ(found.size(), row.statuses.size()) << row.reason << " in pieces of " << piece;
      for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_THAT(found[i], ::testing::StartsWith(std::string(row.statuses[i]))) << row.reason;
      }
    }
  }
}

}  // namespace
}  // namespace vitrine::http
