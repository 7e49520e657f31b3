// What hostile addresses and hostile name servers do.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "origin/fetching.h"
#include "origin/first_bytes.h"

namespace vitrine::origin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace vitrine::testing;

std::unique_ptr<Resolver> answering(std::map<std::string, FakeResolver::Answers> hosts) {
  return std::make_unique<FakeResolver>(std::move(hosts));
}

TEST(HttpGuard, ConnectsToNoPrivateAddressByDefault) {
  StubOrigin stub;
  stub.on("/x", sends("secret"));
  Fetching fetching(Config{}, answering({{"inside.example", {{"127.0.0.1"}}}}));

  for (const auto& url : {stub.url("/x"),
                          stub.url("inside.example", "/x"),
                          stub.url("[::ffff:127.0.0.1]", "/x"),
                          stub.url("0.0.0.0", "/x"),
                          stub.url("2130706433", "/x")}) {
    const auto fetched = fetching.web(url);
    ASSERT_FALSE(fetched) << url;
    EXPECT_EQ(fetched.error().kind, FailureKind::not_allowed) << url;
    EXPECT_THAT(fetched.error().public_message, Not(HasSubstr("127.0.0.1"))) << url;
  }
  EXPECT_EQ(stub.connections(), 0);
  EXPECT_EQ(fetching.refused("address"), 5U);
  EXPECT_EQ(fetching.ended("not_allowed"), 5U);
}

TEST(HttpGuard, RefusesAHostWhoseAddressesAreNotAllPublic) {
  StubOrigin stub;
  stub.on("/x", sends("bytes"));
  Fetching fetching(loopback_config(),
                    answering({{"mixed.example", {{"127.0.0.1", "10.0.0.1"}}},
                               {"later.example", {{"127.0.0.1", "127.0.0.1", "::1"}}}}));

  EXPECT_EQ(fetching.web(stub.url("mixed.example", "/x")).error().kind, FailureKind::not_allowed);
  EXPECT_EQ(fetching.web(stub.url("later.example", "/x")).error().kind, FailureKind::not_allowed);
  EXPECT_EQ(stub.connections(), 0);
}

TEST(HttpGuard, ConnectsToTheAddressThatItCheckedAndKeepsTheName) {
  StubOrigin stub;
  stub.on("/x", sends("bytes"));
  // The second answer is what a rebinding name server gives to whoever looks up again to connect.
  Fetching fetching(loopback_config(),
                    answering({{"rebinding.example", {{"127.0.0.1"}, {"10.255.255.1"}}}}));

  const auto first = fetching.web(stub.url("rebinding.example", "/x"));
  ASSERT_TRUE(first) << first.error().detail;
  EXPECT_EQ(stub.requests("/x").front().header("host"),
            "rebinding.example:" + std::to_string(stub.port()));

  const auto second = fetching.web(stub.url("rebinding.example", "/x"));
  ASSERT_FALSE(second) << "a kept connection is no way around the guard";
  EXPECT_EQ(second.error().kind, FailureKind::not_allowed);
}

TEST(HttpGuard, AsksForTheNameInTheTlsHandshakeToo) {
  FirstBytes listener;
  Fetching fetching(loopback_config(), answering({{"shop.example", {{"127.0.0.1"}}}}));

  const auto fetched =
      fetching.web("https://shop.example:" + std::to_string(listener.port()) + "/x");

  EXPECT_EQ(fetched.error().kind, FailureKind::upstream);
  EXPECT_THAT(listener.get(), HasSubstr("shop.example"));
}

TEST(HttpGuard, ChecksTheHostOfARedirectAnew) {
  StubOrigin stub;
  stub.on("/x", redirects_to(stub.url("inside.example", "/secret")));
  stub.on("/secret", sends("secret"));
  Fetching fetching(
      loopback_config(),
      answering({{"outside.example", {{"127.0.0.1"}}}, {"inside.example", {{"192.168.1.1"}}}}));

  const auto fetched = fetching.web(stub.url("outside.example", "/x"));

  EXPECT_EQ(fetched.error().kind, FailureKind::not_allowed);
  EXPECT_THAT(fetched.error().public_message, HasSubstr("inside.example"));
  EXPECT_EQ(stub.count("/secret"), 0);
}

TEST(HttpGuard, TriesTheNextAddressOfAHost) {
  StubOrigin stub;
  stub.on("/x", sends("bytes"));
  auto config = loopback_config();
  config.allow_private = {"127.0.0.0/8"};
  // Nothing listens on the first one: the stub has bound 127.0.0.1 alone.
  Fetching fetching(config,
                    answering({{"two.example", {{"127.0.0.9", "127.0.0.1"}}},
                               {"none.example", {{"127.0.0.8", "127.0.0.9"}}}}));

  EXPECT_TRUE(fetching.web(stub.url("two.example", "/x")));

  const auto none = fetching.web(stub.url("none.example", "/x"));
  EXPECT_EQ(none.error().kind, FailureKind::upstream);
  EXPECT_THAT(none.error().public_message, Not(HasSubstr("127.0.0")));
}

TEST(HttpGuard, AllowsAPrivateHostByItsName) {
  StubOrigin stub;
  stub.on("/x", sends("bytes"));
  Config config;
  config.allow_private = {"minio"};
  Fetching fetching(config, answering({{"minio", {{"127.0.0.1"}}}, {"other", {{"127.0.0.1"}}}}));

  EXPECT_TRUE(fetching.web(stub.url("minio", "/x")));
  EXPECT_FALSE(fetching.web(stub.url("other", "/x")));
}

TEST(HttpGuard, RefusesSchemesUsersAndNonsense) {
  Fetching fetching;
  for (const auto* url : {"file:///etc/passwd", "http://a:b@127.0.0.1/", "ftp://127.0.0.1/"}) {
    EXPECT_EQ(fetching.web(url).error().kind, FailureKind::not_allowed) << url;
  }
  EXPECT_EQ(fetching.web("nonsense").error().kind, FailureKind::bad_request);
  EXPECT_EQ(fetching.refused("url"), 4U);
}

TEST(HttpGuard, SaysThatAHostIsUnknown) {
  Fetching fetching(loopback_config(), answering({}));

  const auto fetched = fetching.web("http://nowhere.example/x");
  EXPECT_EQ(fetched.error().kind, FailureKind::upstream);
  EXPECT_EQ(fetching.ended("upstream"), 1U);
}

TEST(SystemResolver, KnowsThisMachine) {
  StubOrigin stub;
  stub.on("/x", sends("bytes"));
  Config config;
  config.allow_private = {"localhost"};
  Fetching fetching(config);

  const auto fetched = fetching.web(stub.url("localhost", "/x"));
  ASSERT_TRUE(fetched) << fetched.error().detail;
}

TEST(SystemResolver, SaysThatAReservedNameIsUnknown) {
  Fetching fetching;

  // A label of 64 bytes is refused by the resolver itself, so no packet leaves the machine.
  const auto fetched = fetching.web("http://" + std::string(64, 'x') + ".invalid/");
  EXPECT_EQ(fetched.error().kind, FailureKind::upstream);
  EXPECT_THAT(fetched.error().public_message, HasSubstr("not known"));
}

}  // namespace
}  // namespace vitrine::origin
