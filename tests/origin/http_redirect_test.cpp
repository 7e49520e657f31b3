#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "origin/fetching.h"

namespace vitrine::origin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace vitrine::testing;

TEST(HttpRedirect, IsFollowedUpToTheLimit) {
  StubOrigin stub;
  stub.on("/0", redirects_to("/1", 301));
  stub.on("/1", redirects_to(stub.url("/2"), 307));
  stub.on("/2", redirects_to("3?query", 308));
  stub.on("/3", sends("bytes", {.etag = "\"v1\""}));
  stub.on("/-1", redirects_to("/0", 303));
  Fetching fetching;

  const auto three = fetching.web(stub.url("/0"));
  ASSERT_TRUE(three) << three.error().public_message;
  EXPECT_EQ(*three->bytes, "bytes");
  EXPECT_EQ(three->validators.etag, "\"v1\"");
  EXPECT_EQ(stub.requests("/3").front().target, "/3?query");

  const auto four = fetching.web(stub.url("/-1"));
  ASSERT_FALSE(four);
  EXPECT_EQ(four.error().kind, FailureKind::upstream);
  EXPECT_THAT(four.error().public_message, HasSubstr("more than 3 times"));
  EXPECT_EQ(fetching.refused("redirects"), 1U);
}

TEST(HttpRedirect, CarriesTheConditionAlong) {
  StubOrigin stub;
  stub.on("/old", redirects_to("/new"));
  stub.on("/new", sends("bytes", {.etag = "\"v1\""}));
  Fetching fetching;

  const auto fetched = fetching.web(stub.url("/old"), {.etag = "\"v1\"", .last_modified = {}});
  ASSERT_TRUE(fetched);
  EXPECT_TRUE(fetched->unchanged);
}

TEST(HttpRedirect, EndsALoopAtTheLimit) {
  StubOrigin stub;
  stub.on("/loop", redirects_to("/loop"));
  Fetching fetching;

  EXPECT_EQ(fetching.web(stub.url("/loop")).error().kind, FailureKind::upstream);
  EXPECT_EQ(stub.count("/loop"), 4);
}

TEST(HttpRedirect, IsNotFollowedWhenNoneAreAllowed) {
  StubOrigin stub;
  stub.on("/old", redirects_to("/new"));
  stub.on("/new", sends("bytes"));
  auto config = loopback_config();
  config.redirects_max = 0;
  Fetching fetching(config);

  EXPECT_FALSE(fetching.web(stub.url("/old")));
  EXPECT_EQ(stub.count("/new"), 0);
}

TEST(HttpRedirect, IsCheckedLikeTheFirstAddress) {
  struct Row {
    const char* reason;
    const char* location;
    FailureKind kind;
    const char* refused;
  };

  const Row rows[] = {
      {"another loopback address", "http://127.0.0.2/", FailureKind::not_allowed, "address"},
      {"private address", "http://10.0.0.1/", FailureKind::not_allowed, "address"},
      {"metadata", "http://169.254.169.254/latest", FailureKind::not_allowed, "address"},
      {"loopback as one number", "http://2130706434/", FailureKind::not_allowed, "address"},
      {"loopback by IPv6", "http://[::1]/", FailureKind::not_allowed, "address"},
      {"private, mapped", "http://[::ffff:10.0.0.1]/", FailureKind::not_allowed, "address"},
      {"other port of a public address", "http://8.8.8.8:22/", FailureKind::not_allowed, "address"},
      {"a file", "file:///etc/passwd", FailureKind::not_allowed, "url"},
      {"gopher", "gopher://127.0.0.1:6379/_X", FailureKind::not_allowed, "url"},
      {"a user", "http://a:b@127.0.0.1/", FailureKind::not_allowed, "url"},
      {"nonsense", "http://[/", FailureKind::upstream, "url"},
  };
  for (const auto& row : rows) {
    StubOrigin stub;
    stub.on("/x", redirects_to(row.location));
    Fetching fetching;

    const auto fetched = fetching.web(stub.url("/x"));

    ASSERT_FALSE(fetched) << row.reason;
    EXPECT_EQ(fetched.error().kind, row.kind) << row.reason;
    EXPECT_EQ(fetching.refused(row.refused), 1U) << row.reason;
    EXPECT_THAT(fetched.error().public_message, Not(HasSubstr("10.0.0.1"))) << row.reason;
    EXPECT_THAT(fetched.error().public_message, Not(HasSubstr("127.0.0"))) << row.reason;
  }
}

TEST(HttpRedirect, NeedsALocation) {
  StubOrigin stub;
  stub.on("/x", answers(302));
  Fetching fetching;

  const auto fetched = fetching.web(stub.url("/x"));
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().kind, FailureKind::upstream);
  EXPECT_THAT(fetched.error().public_message, HasSubstr("302"));
}

}  // namespace
}  // namespace vitrine::origin
