// A web server that was not written to pass our tests.
#include "origin/nginx.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "origin/fetching.h"

namespace vitrine::origin {
namespace {

using ::testing::HasSubstr;

TEST(RealOrigin, ServesKeepsTheConnectionAndAnswers304And404) {
  testing::Nginx nginx;
  const std::string bytes(200'000, 'x');
  const auto file = nginx.write("cat.jpg", bytes);
  Fetching fetching;

  const auto first = fetching.web(nginx.url("/cat.jpg"));
  ASSERT_TRUE(first) << first.error().detail;
  EXPECT_EQ(*first->bytes, bytes);
  EXPECT_NE(first->validators.etag, "");
  EXPECT_NE(first->validators.last_modified, "");

  const auto again = fetching.web(nginx.url("/cat.jpg"), first->validators);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_TRUE(again->unchanged);

  EXPECT_EQ(fetching.web(nginx.url("/absent.jpg")).error().kind, FailureKind::not_found);
  EXPECT_EQ(*fetching.web(nginx.url("/moved.jpg"))->bytes, bytes);

  nginx.write("cat.jpg", "another cat");
  const auto changed = fetching.web(nginx.url("/cat.jpg"), first->validators);
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->unchanged);
  EXPECT_EQ(*changed->bytes, "another cat");

  nginx.stop();
  const auto log = nginx.access_log();
  const auto connection =
      log.substr(log.find(" 200 ") + 5, log.find(" 1\n") - log.find(" 200 ") - 5);
  EXPECT_EQ(log,
            "GET /cat.jpg 200 " + connection + " 1\n" +         //
                "GET /cat.jpg 304 " + connection + " 2\n" +     //
                "GET /absent.jpg 404 " + connection + " 3\n" +  //
                "GET /moved.jpg 301 " + connection + " 4\n" +   //
                "GET /cat.jpg 200 " + connection + " 5\n" +     //
                "GET /cat.jpg 200 " + connection + " 6\n")
      << "one connection for all of them";
}

TEST(RealOrigin, IsNotBelievedWithoutACertificateThatIsTrusted) {
  testing::Nginx nginx;
  nginx.write("cat.jpg", "cat");
  Fetching fetching;

  const auto fetched = fetching.web(nginx.tls_url("/cat.jpg"));

  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().kind, FailureKind::upstream);
  EXPECT_THAT(fetched.error().public_message, HasSubstr("certificate"));
}

TEST(RealOrigin, ThatIsGoneCannotBeReached) {
  testing::Nginx nginx;
  nginx.write("cat.jpg", "cat");
  Fetching fetching;
  ASSERT_TRUE(fetching.web(nginx.url("/cat.jpg")));
  nginx.stop();

  const auto fetched = fetching.web(nginx.url("/cat.jpg"));

  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().kind, FailureKind::upstream);
  EXPECT_THAT(fetched.error().public_message, HasSubstr("cannot be reached"));
}

}  // namespace
}  // namespace vitrine::origin
