#include "endpoints/source_rule.h"

#include <gtest/gtest.h>

#include "endpoints/signature.h"

namespace vitrine::endpoints {
namespace {

http::Request asked(std::string_view target) {
  http::Request request;
  request.target = target;
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  return request;
}

PicturesConfig config() {
  PicturesConfig config;
  config.source_allow = {"cdn.example.com"};
  config.signing_key = "secret";
  config.signing_salt = "hello";
  return config;
}

TEST(SourceRule, IsSilentWhenNoSourceIsNamed) {
  for (const char* target : {"/a/1/w5.jpg", "/a/1/w5.jpg?v=2", "/a/1/w5.jpg?sources=http://x/"}) {
    const auto source = source_of(asked(target), config());
    ASSERT_TRUE(source) << target;
    EXPECT_FALSE(source->has_value()) << target;
  }
}

TEST(SourceRule, TakesAHostThatIsAllowed) {
  const auto source =
      source_of(asked("/a/1/w5.jpg?source=https%3A%2F%2FCDN.example.com%2Fx%20y.jpg%3Fv%3D1%23top"),
                config());
  EXPECT_FALSE(source) << "a space is not part of a URL";
  const auto clean = source_of(
      asked("/a/1/w5.jpg?source=https%3A%2F%2FCDN.example.com%2Fx.jpg%3Fv%3D1%23top"), config());
  ASSERT_TRUE(clean) << clean.error().public_message;
  EXPECT_EQ((*clean)->address, "https://cdn.example.com/x.jpg?v=1") << "normalised, no fragment";
}

TEST(SourceRule, RefusesWhatItMayNotFetch) {
  struct Row {
    const char* why;
    std::string_view target;
    FailureKind kind;
  };

  const Row rows[] = {
      {"another host", "/a/1/w5.jpg?source=http://evil.example/x.jpg", FailureKind::not_allowed},
      {"a host that only begins alike",
       "/a/w5.jpg?source=http://cdn.example.com.evil/x",
       FailureKind::not_allowed},
      {"the allowed host as a user name",
       "/a/w5.jpg?source=http://cdn.example.com@evil/x",
       FailureKind::bad_request},
      {"a password", "/a/w5.jpg?source=http://u:p@cdn.example.com/x", FailureKind::bad_request},
      {"a file", "/a/w5.jpg?source=file:///etc/passwd", FailureKind::bad_request},
      {"another scheme", "/a/w5.jpg?source=gopher://cdn.example.com/x", FailureKind::bad_request},
      {"relative", "/a/w5.jpg?source=/x.jpg", FailureKind::bad_request},
      {"no host", "/a/w5.jpg?source=http:///x.jpg", FailureKind::bad_request},
      {"empty", "/a/w5.jpg?source=", FailureKind::bad_request},
      {"a wrong signature", "/a/w5.jpg?source=http://evil/x&sig=AAAA", FailureKind::not_allowed},
      {"a wrong signature for an allowed host",
       "/a/w5.jpg?source=http://cdn.example.com/x&sig=AA",
       FailureKind::not_allowed},
  };
  for (const auto& row : rows) {
    const auto source = source_of(asked(row.target), config());
    ASSERT_FALSE(source) << row.why;
    EXPECT_EQ(source.error().kind, row.kind) << row.why << ": " << source.error().public_message;
  }
}

TEST(SourceRule, TakesAnyHostThatIsSignedAndNothingElseOfThatUrl) {
  const std::string target = "/a/1/w5.jpg?source=http://other.example/x.jpg";
  const auto sig = signature_of(target, "secret", "hello");
  const auto source = source_of(asked(target + "&sig=" + sig), config());
  ASSERT_TRUE(source) << source.error().public_message;
  EXPECT_EQ((*source)->address, "http://other.example/x.jpg");

  const std::string wider = "/a/1/w6.jpg?source=http://other.example/x.jpg&sig=" + sig;
  EXPECT_FALSE(source_of(asked(wider), config())) << "the size is signed too";
  EXPECT_FALSE(source_of(asked(target + "&sig=" + sig + "&x=1"), config())) << "nothing may follow";
  EXPECT_FALSE(source_of(asked(target + "&sig=" + sig + "="), config())) << "no padding";
}

TEST(SourceRule, SignsNothingWithoutAKey) {
  auto unsigned_config = config();
  unsigned_config.signing_key.clear();
  const std::string target = "/a/1/w5.jpg?source=http://other.example/x.jpg";
  const auto source =
      source_of(asked(target + "&sig=" + signature_of(target, "", "hello")), unsigned_config);
  ASSERT_FALSE(source);
  EXPECT_NE(source.error().public_message.find("signing.key"), std::string::npos);
}

TEST(SourceRule, SignsAsItsTestVectorSays) {
  // Independent: printf %s 'hello/a/b.jpg' | openssl dgst -sha256 -hmac secret -binary | basenc
  // --base64url
  EXPECT_EQ(signature_of("/a/b.jpg", "secret", "hello"),
            "4vcgEETwLoszFRW5CVrrRVyH8MJ3GPHrd-Z9hN0qvN4");
}

}  // namespace
}  // namespace vitrine::endpoints
