// The stub itself, so that a test that relies on it tests what it seems to test.
#include <string>

#include <gtest/gtest.h>

#include "origin/fetching.h"

namespace vitrine::origin {
namespace {

using namespace vitrine::testing;

TEST(StubOrigin, RemembersWhatItWasAsked) {
  StubOrigin stub;
  stub.on("/a", sends("a"));
  Fetching fetching;

  ASSERT_TRUE(fetching.web(stub.url("/a?1")));
  ASSERT_TRUE(fetching.web(stub.url("/a?2")));
  ASSERT_FALSE(fetching.web(stub.url("/b")));

  EXPECT_EQ(stub.count("/a"), 2);
  EXPECT_EQ(stub.requests("/a")[1].target, "/a?2");
  EXPECT_EQ(stub.requests("/a")[1].connection, 0);
  EXPECT_EQ(stub.requests(), 3);
}

TEST(StubOrigin, MayChangeItsAnswer) {
  StubOrigin stub;
  stub.on("/a", sends("old"));
  Fetching fetching;
  EXPECT_EQ(*fetching.web(stub.url("/a"))->bytes, "old");

  stub.on("/a", sends("new"));
  EXPECT_EQ(*fetching.web(stub.url("/a"))->bytes, "new");
}

TEST(StubOrigin, EndsItsScriptsWhenItGoes) {
  Fetching fetching;
  for (const auto& script : {stalls_before_head(),
                             drips_head(std::chrono::milliseconds{1}),
                             sends_endless_body(),
                             sends_endless_head()}) {
    StubOrigin stub;
    stub.on("/a", script);
    auto config = loopback_config();
    config.fetch_time_max = std::chrono::milliseconds{50};
    Fetching impatient(config);
    EXPECT_FALSE(impatient.web(stub.url("/a")));
  }
}

}  // namespace
}  // namespace vitrine::origin
