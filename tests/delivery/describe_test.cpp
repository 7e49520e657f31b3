#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using testing::file;
using testing::kUrl;
using testing::order;
using testing::web;

class DescribeTest : public testing::DeliveryFixture {
 protected:
  DescribeTest() {
    origin_.serve(kUrl, make_png(80, 60), "\"v1\"");
    open();
  }

  Result<Description> describe(std::string_view picture) {
    return wait(delivery().describe(order(web(kUrl), picture)));
  }

  Result<OriginalInfo> info() { return wait(delivery().info(web(kUrl))); }
};

TEST_F(DescribeTest, KnowsTheEtagBeforeThePictureIsMade) {
  const auto before = describe("w40.png");
  ASSERT_TRUE(before);
  EXPECT_EQ(before->bytes, std::nullopt);
  EXPECT_EQ(before->content_type, "image/png");
  EXPECT_EQ(renders(), 0);

  const auto picture = deliver("w40.png");
  ASSERT_TRUE(picture);
  EXPECT_EQ((*picture)->etag, before->etag);
  EXPECT_EQ((*picture)->modified, before->modified);
  EXPECT_EQ((*picture)->content_type, before->content_type);
  EXPECT_EQ(origin_.asked(kUrl), 1);

  const auto after = describe("w40.png");
  ASSERT_TRUE(after);
  EXPECT_EQ(after->etag, before->etag);
  EXPECT_EQ(after->bytes, (*picture)->bytes->size());
}

TEST_F(DescribeTest, KnowsTheSizeOfWhatIsOnDisk) {
  const auto size = (*deliver("w40.png"))->bytes->size();
  close();
  open();
  const auto description = describe("w40.png");
  ASSERT_TRUE(description);
  EXPECT_EQ(description->bytes, size);
  EXPECT_EQ(renders(), 0);
}

TEST_F(DescribeTest, RefusesWhatIsNotAPictureWithoutRendering) {
  origin_.serve(kUrl, "<html>not a picture</html>");
  const auto description = describe("w40.png");
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().kind, FailureKind::unsupported);
  EXPECT_EQ(renders(), 0);
  EXPECT_EQ(deliver("w40.png").error().kind, FailureKind::unsupported);
  EXPECT_EQ(origin_.asked(kUrl), 1) << "remembered";
}

TEST_F(DescribeTest, RefusesWhatDeliverHasRefused) {
  origin_.serve(kUrl, testing::broken_picture());
  EXPECT_TRUE(describe("w40.png")) << "its header is right";
  ASSERT_FALSE(deliver("w40.png"));
  EXPECT_EQ(describe("w40.png").error().kind, FailureKind::unsupported);
}

TEST_F(DescribeTest, InfoSaysWhatTheOriginalIs) {
  const auto original = info();
  ASSERT_TRUE(original);
  EXPECT_EQ(original->width, 80);
  EXPECT_EQ(original->height, 60);
  EXPECT_EQ(original->content_type, "image/png");
  EXPECT_EQ(original->bytes, make_png(80, 60).size());
  EXPECT_THAT(original->hash, ::testing::MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(original->hash.size(), 32);
  EXPECT_EQ(renders(), 0);
}

TEST_F(DescribeTest, InfoIsMeasuredOnceForEachVersion) {
  const auto first = info();
  ASSERT_TRUE(deliver("w40.png"));
  const auto again = info();
  ASSERT_TRUE(first && again);
  EXPECT_EQ(again->hash, first->hash);
  EXPECT_EQ(origin_.asked(kUrl), 1);

  origin_.serve(kUrl, make_png(90, 30), "\"v2\"");
  clock_.advance(config_.original_ttl);
  const auto changed = info();
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->width, 90);
  EXPECT_NE(changed->hash, first->hash);
}

TEST_F(DescribeTest, InfoOfAFileReadsItOnce) {
  const auto source = file("/pictures/a.png");
  origin_.serve(source.address, make_png(80, 60), "\"v1\"");
  ASSERT_TRUE(wait(delivery().describe(order(source, "w40.png"))));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(wait(delivery().info(source)));
  EXPECT_EQ(origin_.sent(source.address), 2) << "once for its header, once for its hash";
}

TEST_F(DescribeTest, InfoFailsAsTheOriginDoes) {
  origin_.fail(kUrl, FailureKind::timeout);
  EXPECT_EQ(info().error().kind, FailureKind::timeout);
  EXPECT_EQ(describe("w40.png").error().kind, FailureKind::timeout);
  EXPECT_EQ(count("vitrine_delivery_failures_total", {{"kind", "timeout"}}), 2);
}

}  // namespace
}  // namespace vitrine::delivery
