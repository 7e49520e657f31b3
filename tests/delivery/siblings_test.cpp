// Several pictures of one original at once, and what is kept for the next ones.
#include <thread>

#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using pictures::make_jpeg;
using ::testing::HasSubstr;
using testing::kUrl;
using testing::order;
using testing::web;

class SiblingsTest : public testing::DeliveryFixture {
 protected:
  SiblingsTest() { origin_.serve(kUrl, make_jpeg(320, 240), "\"v1\""); }

  static std::vector<images::Recipe> recipes(std::initializer_list<std::string_view> names) {
    std::vector<images::Recipe> all;
    for (const auto name : names) all.push_back(order(web(kUrl), name).recipe);
    return all;
  }

  auto begin_many(std::initializer_list<std::string_view> names) {
    return start(delivery().deliver_many(web(kUrl), recipes(names)));
  }

  auto deliver_many(std::initializer_list<std::string_view> names) {
    return begin_many(names).get();
  }
};

TEST_F(SiblingsTest, EachIsWhatItIsAlone) {
  open();
  const auto many = deliver_many({"w100.jpg", "w40.webp", "20x30.png"});
  EXPECT_EQ(origin_.asked(kUrl), 1);
  EXPECT_EQ(renders(), 3);
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "render"}}), 3);
  ASSERT_EQ(many.size(), 3U);
  ASSERT_TRUE(wait(delivery().purge(web(kUrl))));
  const char* const names[] = {"w100.jpg", "w40.webp", "20x30.png"};
  for (std::size_t i = 0; i < many.size(); ++i) {
    const auto alone = deliver(names[i]);
    ASSERT_TRUE(alone && many[i]) << names[i];
    EXPECT_EQ(*(*alone)->bytes, *(*many[i])->bytes) << names[i];
    EXPECT_EQ((*alone)->etag, (*many[i])->etag) << names[i];
  }
}

TEST_F(SiblingsTest, WhatIsThereIsNotMadeAgain) {
  open();
  ASSERT_TRUE(deliver("w40.jpg"));
  close();
  open();
  ASSERT_TRUE(deliver("w50.jpg"));
  const auto many = deliver_many({"w40.jpg", "w50.jpg", "w60.jpg", "w60.jpg"});
  for (const auto& one : many) ASSERT_TRUE(one);
  EXPECT_EQ((*many[2])->width, 60U);
  EXPECT_EQ(*many[2], *many[3]) << "named twice";
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "disk"}}), 1);
  EXPECT_EQ(renders(), 2);
}

TEST_F(SiblingsTest, OneThatFailsTakesNoOtherWithIt) {
  config_.images.result_pixels_max = 5'000;
  open();
  const auto many = deliver_many({"w40.jpg", "w300.jpg", "w60.jpg"});
  EXPECT_TRUE(many[0]);
  ASSERT_FALSE(many[1]);
  EXPECT_EQ(many[1].error().kind, FailureKind::not_accepted);
  EXPECT_TRUE(many[2]);
}

TEST_F(SiblingsTest, AnOriginalThatIsNotThereFailsAll) {
  origin_.fail(kUrl, FailureKind::not_found);
  open();
  for (const auto& one : deliver_many({"w40.jpg", "w50.jpg"})) {
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().kind, FailureKind::not_found);
  }
}

TEST_F(SiblingsTest, WhoeverAsksMeanwhileWaitsForThem) {
  open();
  auto blocked = block_renderers();
  auto many = begin_many({"w40.jpg", "w50.jpg"});
  while (delivery().activity().rendering < 1) std::this_thread::yield();
  auto one = start(delivery().deliver(order(web(kUrl), "w50.jpg")));
  all_have_begun();
  blocked.reset();
  const auto delivered = many.get();
  const auto joined = one.get();
  ASSERT_TRUE(delivered[1] && joined);
  EXPECT_EQ((*delivered[1])->bytes, (*joined)->bytes) << "the very same bytes";
  EXPECT_EQ(renders(), 2);
}

TEST_F(SiblingsTest, TwoThatOverlapDoNotWaitForEachOtherForEver) {
  open();
  std::vector<std::future<std::vector<Result<Picture>>>> answers;
  for (int i = 0; i < 10; ++i) {
    answers.push_back(begin_many({"w40.jpg", "w50.jpg", "w60.jpg"}));
    answers.push_back(begin_many({"w60.jpg", "w50.jpg", "w40.jpg", "w70.jpg"}));
  }
  for (auto& answer : answers) {
    for (const auto& one : answer.get()) EXPECT_TRUE(one);
  }
  EXPECT_EQ(renders(), 4);
}

TEST_F(SiblingsTest, AFullQueueRefusesAllAndIsNotRemembered) {
  config_.render_queue_max = 0;
  open();
  auto blocked = block_renderers();
  auto first = start(delivery().deliver(order(web(kUrl), "w10.jpg")));
  auto second = start(delivery().deliver(order(web(kUrl), "w11.jpg")));
  while (delivery().activity().rendering < 2) std::this_thread::yield();
  for (const auto& one : deliver_many({"w40.jpg", "w50.jpg"})) {
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().kind, FailureKind::busy);
  }
  blocked.reset();
  ASSERT_TRUE(first.get());
  ASSERT_TRUE(second.get());
  for (const auto& one : deliver_many({"w40.jpg", "w50.jpg"})) EXPECT_TRUE(one);
}

TEST_F(SiblingsTest, TheNextSizesOfAHotOriginalNeedNoDecode) {
  open();
  for (const char* name : {"w150.jpg", "w160.jpg", "w90.jpg", "w30.webp"}) {
    ASSERT_TRUE(deliver(name)) << name;
  }
  EXPECT_THAT(metrics_->prometheus(), HasSubstr("\nvitrine_planes_misses_total 2\n"));
  EXPECT_THAT(metrics_->prometheus(), HasSubstr("\nvitrine_planes_hits_total 2\n"));
}

TEST_F(SiblingsTest, APurgeLeavesWhatWasDecodedBehind) {
  open();
  for (const char* name : {"w150.jpg", "w160.jpg"}) ASSERT_TRUE(deliver(name));
  ASSERT_TRUE(wait(delivery().purge(web(kUrl))));
  ASSERT_TRUE(deliver("w90.jpg"));
  EXPECT_THAT(metrics_->prometheus(), HasSubstr("\nvitrine_planes_hits_total 0\n"));
  EXPECT_THAT(metrics_->prometheus(), HasSubstr("\nvitrine_planes_misses_total 3\n"));
}

TEST_F(SiblingsTest, NothingIsDecodedForLaterWhereNothingIsKept) {
  config_.planes_bytes_max = 0;
  open();
  for (const char* name : {"w150.jpg", "w160.jpg", "w90.jpg"}) ASSERT_TRUE(deliver(name));
  EXPECT_THAT(metrics_->prometheus(), HasSubstr("\nvitrine_planes_misses_total 0\n"));
  EXPECT_THAT(metrics_->prometheus(), HasSubstr("\nvitrine_planes_bytes 0\n"));
}

}  // namespace
}  // namespace vitrine::delivery
