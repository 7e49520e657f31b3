// Popular WebP pictures are made a second time, with the effort that nobody was to wait for.
#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using testing::kUrl;
using testing::order;
using testing::web;

class AgainTest : public testing::DeliveryFixture {
 protected:
  AgainTest() {
    origin_.serve(kUrl, pictures::make_png(160, 120), "\"v1\"");
    config_.webp_again = 3;
  }

  Picture find(const char* item = "w50-q80.webp") { return delivery().find(web(kUrl).key(), item); }

  // As often as it takes, and once more the slow way, as a request does that found nothing.
  Picture ask_often(std::string_view picture = "w50.webp", const char* item = "w50-q80.webp") {
    auto answer = deliver(picture);
    EXPECT_TRUE(answer);
    for (int i = 0; i < 5; ++i) {
      if (find(item)) continue;
      answer = deliver(picture);
      EXPECT_TRUE(answer);
    }
    background_ends();
    return answer ? *answer : nullptr;
  }

  std::string described() {
    const auto description = wait(delivery().describe(order(web(kUrl), "w50.webp")));
    EXPECT_TRUE(description);
    return description ? description->etag : "";
  }
};

TEST_F(AgainTest, AWebpThatIsAskedForOftenIsMadeAgainUnderAnotherTag) {
  open();
  const auto first = ask_often();
  ASSERT_TRUE(first);
  const auto second = find();
  ASSERT_TRUE(second);
  EXPECT_EQ(renders(), 2);
  EXPECT_NE(second->etag, first->etag);
  EXPECT_TRUE(second->etag.ends_with("-c.webp\"")) << second->etag;
  EXPECT_NE(*second->bytes, *first->bytes);
  EXPECT_EQ(described(), second->etag);
  EXPECT_EQ(delivery().activity().memory_entries, 1) << "in the place of the first";
}

TEST_F(AgainTest, ItIsMadeAgainOnce) {
  open();
  ASSERT_TRUE(ask_often());
  const auto second = find();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(find(), second);
  ASSERT_TRUE(deliver("w50.webp"));
  background_ends();
  EXPECT_EQ(renders(), 2);
}

TEST_F(AgainTest, ItStaysWhenItsTimeIsOverAndAfterARestart) {
  open();
  ASSERT_TRUE(ask_often());
  const auto etag = find()->etag;
  clock_.advance(config_.original_ttl);
  EXPECT_EQ(find(), nullptr);
  EXPECT_EQ((*deliver("w50.webp"))->etag, etag);
  close();
  open();
  tasks_.start(loops_[0]->executor(), "scan", delivery().scan());
  background_ends();
  EXPECT_EQ(described(), etag);
  EXPECT_EQ((*deliver("w50.webp"))->etag, etag);
  EXPECT_EQ(renders(), 0) << "of the new process";
}

TEST_F(AgainTest, ANewOriginalBeginsAnew) {
  open();
  const auto first = ask_often();
  origin_.serve(kUrl, pictures::make_png(150, 150), "\"v2\"");
  clock_.advance(config_.original_ttl);
  const auto newer = deliver("w50.webp");
  ASSERT_TRUE(newer);
  EXPECT_FALSE((*newer)->etag.ends_with("-c.webp\""));
  EXPECT_EQ((*newer)->height, 50);
}

TEST_F(AgainTest, APurgeRemovesBoth) {
  open();
  ASSERT_TRUE(ask_often());
  const auto removed = wait(delivery().purge(web(kUrl)));
  ASSERT_TRUE(removed);
  EXPECT_EQ(*removed, 3) << "two results and the original";
  EXPECT_EQ(find(), nullptr);
  ASSERT_TRUE(deliver("w50.webp"));
  EXPECT_FALSE(described().ends_with("-c.webp\""));
}

TEST_F(AgainTest, OtherFormatsAndASettingOfZeroAreLeftAsTheyAre) {
  open();
  ASSERT_TRUE(ask_often("w50.jpg", "w50-q80.jpg"));
  EXPECT_EQ(renders(), 1);
  close();
  config_.webp_again = 0;
  open();
  ASSERT_TRUE(ask_often());
  EXPECT_EQ(renders(), 1);
}

TEST_F(AgainTest, WhatDoesNotFitInLineIsLeftAndCounted) {
  config_.popular_pending_max = 0;
  open();
  ASSERT_TRUE(ask_often());
  EXPECT_EQ(renders(), 1);
  EXPECT_EQ(count("vitrine_delivery_popular_dropped_total"), 1);
  EXPECT_TRUE(find());
}

}  // namespace
}  // namespace vitrine::delivery
