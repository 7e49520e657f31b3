#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using testing::kUrl;
using testing::order;
using testing::web;

class PopularTest : public testing::DeliveryFixture {
 protected:
  PopularTest() { origin_.serve(kUrl, make_png(80, 60), "\"v1\""); }

  Order with_popular(origin::Source source,
                     std::string_view picture,
                     std::initializer_list<std::string_view> sizes) {
    auto recipes = std::make_shared<std::vector<images::Recipe>>();
    for (const auto size : sizes) recipes->push_back(order(source, size).recipe);
    Order ordered = order(std::move(source), picture);
    ordered.popular = std::move(recipes);
    return ordered;
  }

  Result<Picture> deliver_popular(std::string_view picture) {
    auto ordered = with_popular(web(kUrl), picture, {"w50.webp", "x20.jpg"});
    const auto answer = wait(delivery().deliver(std::move(ordered)));
    background_ends();
    return answer;
  }

  bool in_memory(const char* item) { return delivery().find(web(kUrl).key(), item) != nullptr; }

  std::uint64_t made() { return count("vitrine_delivery_popular_total"); }
};

TEST_F(PopularTest, SizesAreMadeForANewOriginalAndNotCountedAsRequests) {
  open();
  ASSERT_TRUE(deliver_popular("w40.png"));
  EXPECT_EQ(made(), 2);
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "render"}}), 1);
  EXPECT_EQ(metrics_->sum("vitrine_delivery_pictures_total"), 1);
  EXPECT_TRUE(in_memory("w50-q80.webp"));
  EXPECT_TRUE(in_memory("20x20-q80.jpg"));
  EXPECT_EQ(origin_.asked(kUrl), 1);
}

TEST_F(PopularTest, SizesAreMadeOncePerVersionOfAnOriginal) {
  open();
  ASSERT_TRUE(deliver_popular("w40.png"));
  ASSERT_TRUE(deliver_popular("w41.png"));
  EXPECT_EQ(made(), 2);

  clock_.advance(config_.original_ttl);
  ASSERT_TRUE(deliver_popular("w42.png"));
  EXPECT_EQ(made(), 2) << "unchanged";

  origin_.serve(kUrl, make_png(90, 30), "\"v2\"");
  clock_.advance(config_.original_ttl);
  ASSERT_TRUE(deliver_popular("w40.png"));
  EXPECT_EQ(made(), 4);
}

TEST_F(PopularTest, ManyFirstOrdersAtOnceMakeTheSizesOnce) {
  open();
  auto& gate = origin_.stall(kUrl);
  std::vector<std::future<Result<Picture>>> answers;
  for (int width = 10; width < 30; ++width) {
    auto ordered =
        with_popular(web(kUrl), "w" + std::to_string(width) + ".png", {"w50.webp", "x20.jpg"});
    answers.push_back(start(delivery().deliver(std::move(ordered))));
  }
  all_have_begun();
  gate.open();
  for (auto& answer : answers) ASSERT_TRUE(answer.get());
  background_ends();
  EXPECT_EQ(made(), 2);
  EXPECT_EQ(renders(), 22);
}

TEST_F(PopularTest, TheSizeThatWasOrderedIsNotMadeTwice) {
  open();
  ASSERT_TRUE(deliver_popular("w50.webp"));
  EXPECT_EQ(made(), 1);
  EXPECT_EQ(renders(), 2);
}

TEST_F(PopularTest, ARestartDoesNotMakeThemAgain) {
  open();
  ASSERT_TRUE(deliver_popular("w40.png"));
  close();
  open();
  ASSERT_TRUE(deliver_popular("w41.png"));
  EXPECT_EQ(made(), 0);
  EXPECT_EQ(renders(), 1);
}

TEST_F(PopularTest, TheyWaitUntilAThreadIsFree) {
  open();
  auto blocked = block_renderers();
  auto ordered = with_popular(web(kUrl), "w40.png", {"w50.webp", "x20.jpg"});
  auto first = start(delivery().deliver(std::move(ordered)));
  auto second = start(delivery().deliver(order(web(kUrl), "w41.png")));
  while (delivery().activity().rendering < 2) std::this_thread::yield();
  EXPECT_EQ(delivery().activity().rendering, 2) << "both foreground; no popular size is in line";
  blocked.reset();
  ASSERT_TRUE(first.get());
  ASSERT_TRUE(second.get());
  background_ends();
  EXPECT_EQ(made(), 2) << "the renders that ended have let them go on";
}

TEST_F(PopularTest, PendingSizesAreBounded) {
  config_.popular_pending_max = 3;
  open();
  auto ordered =
      with_popular(web(kUrl), "w40.png", {"w10.jpg", "w11.jpg", "w12.jpg", "w13.jpg", "w14.jpg"});
  ASSERT_TRUE(wait(delivery().deliver(std::move(ordered))));
  background_ends();
  EXPECT_EQ(made(), 3);
  EXPECT_EQ(count("vitrine_delivery_popular_dropped_total"), 2);
}

TEST_F(PopularTest, NoneAreMadeOnceTheServiceDrains) {
  open();
  delivery().stop_background();
  ASSERT_TRUE(deliver_popular("w40.png"));
  EXPECT_EQ(made(), 0);
}

TEST_F(PopularTest, AFailureOfOneDoesNotStopTheOthers) {
  open();
  origin_.serve(kUrl, testing::broken_picture(), "\"broken\"");
  ASSERT_FALSE(deliver_popular("w40.png"));
  EXPECT_EQ(made(), 0);
  EXPECT_EQ(renders(), 3) << "each was tried";
}

}  // namespace
}  // namespace vitrine::delivery
