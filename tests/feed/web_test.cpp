#include "feed/web.h"

#include <gtest/gtest.h>

#include "stub_origin/scripts.h"

namespace vitrine::feed {
namespace {

using std::chrono::milliseconds;

constexpr WebLimits kLimits{
    .body_bytes_max = 1000, .time_max = milliseconds(300), .connect_time_max = milliseconds(300)};

class WebTest : public ::testing::Test {
 protected:
  static origin::AddressGuard allowing(std::vector<std::string> allowed) {
    return origin::AddressGuard::from(allowed, {}).value();
  }

  FailureKind failure(const std::string& url) {
    const auto reply = web_.get(url, allowing({"127.0.0.1"}));
    return reply ? FailureKind::conflict : reply.error().kind;
  }

  vitrine::testing::StubOrigin origin_;
  Web web_{kLimits};
};

TEST_F(WebTest, GivesStatusBodyAndWhenToComeAgain) {
  origin_.on("/ok", vitrine::testing::answers(200, "{}"));
  origin_.on("/busy", vitrine::testing::answers(503, "later", "Retry-After: 7\r\n"));
  const auto ok = web_.get(origin_.url("/ok"), allowing({"127.0.0.1"}));
  ASSERT_TRUE(ok) << ok.error().public_message;
  EXPECT_EQ(ok->status, 200);
  EXPECT_EQ(ok->body, "{}");
  const auto busy = web_.get(origin_.url("/busy"), allowing({"127.0.0.1"}));
  ASSERT_TRUE(busy) << busy.error().public_message;
  EXPECT_EQ(busy->status, 503);
  EXPECT_EQ(busy->retry_after, std::chrono::seconds(7));
}

TEST_F(WebTest, FollowsNoRedirects) {
  origin_.on("/away", vitrine::testing::redirects_to(origin_.url("/ok")));
  const auto away = web_.get(origin_.url("/away"), allowing({"127.0.0.1"}));
  ASSERT_TRUE(away) << away.error().public_message;
  EXPECT_EQ(away->status, 302);
  EXPECT_EQ(origin_.count("/ok"), 0);
}

TEST_F(WebTest, ConnectsToNoPrivateAddressThatIsNotAllowed) {
  const auto refused = web_.get(origin_.url("/ok"), allowing({}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::not_allowed);
  EXPECT_EQ(origin_.connections(), 0);
}

TEST_F(WebTest, BoundsBytesAndTime) {
  origin_.on("/large", vitrine::testing::sends(std::string(1001, ' ')));
  origin_.on("/full", vitrine::testing::sends(std::string(1000, ' ')));
  origin_.on("/endless", vitrine::testing::sends_endless_body());
  origin_.on("/mute", vitrine::testing::stalls_before_head());
  origin_.on("/slow", vitrine::testing::stalls_in_body("{}", 1));
  origin_.on("/reset", vitrine::testing::resets_before_head());
  EXPECT_EQ(failure(origin_.url("/large")), FailureKind::too_large);
  EXPECT_EQ(web_.get(origin_.url("/full"), allowing({"127.0.0.1"}))->body.size(), 1000u);
  EXPECT_EQ(failure(origin_.url("/endless")), FailureKind::too_large);
  EXPECT_EQ(failure(origin_.url("/mute")), FailureKind::timeout);
  EXPECT_EQ(failure(origin_.url("/slow")), FailureKind::timeout);
  EXPECT_EQ(failure(origin_.url("/reset")), FailureKind::upstream);
}

TEST_F(WebTest, RefusesWhatIsNoAddressOfTheWeb) {
  for (const auto* const url : {"file:///etc/passwd", "gopher://x/", "http://me:secret@x/"}) {
    EXPECT_EQ(failure(url), FailureKind::not_allowed) << url;
  }
  EXPECT_EQ(failure("http://"), FailureKind::bad_request);
}

}  // namespace
}  // namespace vitrine::feed
