// Beast's chunk reader answered an extension whose quote never ends with 400 when its line came in
// one piece, and waited for more when it came in several. The fuzzer found it. Chunks are read by
// our own state machine since.
#include <string_view>

#include <gtest/gtest.h>

#include "http/dialogue.h"

namespace vitrine::http {
namespace {

TEST(Regression, ChunksAreAnsweredAlikeHoweverTheyAreCut) {
  constexpr std::string_view kRequest =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "6;x=\"y\r\nabc\r\n2\r\nde\r\n";
  testing::TestShard shard;
  shard.router.add(
      Method::post, "/echo", [](const Request&) { return Response::text(200, "taken\n"); });
  for (std::size_t piece = 1; piece <= kRequest.size(); ++piece) {
    testing::Dialogue dialogue(shard);
    dialogue.send(kRequest, piece);
    EXPECT_TRUE(dialogue.received().starts_with("HTTP/1.1 400 ")) << "in pieces of " << piece;
  }
}

}  // namespace
}  // namespace vitrine::http
