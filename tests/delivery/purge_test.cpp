#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using testing::file;
using testing::kUrl;
using testing::order;
using testing::web;

class PurgeTest : public testing::DeliveryFixture {
 protected:
  PurgeTest() { origin_.serve(kUrl, make_png(80, 60), "\"v1\""); }

  std::uint64_t purge(const std::string& url) { return wait(delivery().purge(web(url))).value(); }

  void change_original() { origin_.serve(kUrl, make_png(90, 30), "\"v2\""); }

  static constexpr std::uint32_t kOldHeight = 30;
  static constexpr std::uint32_t kNewHeight = 13;
};

TEST_F(PurgeTest, ForgetsTheOriginalAndEveryResultAndCountsThem) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  ASSERT_TRUE(deliver("w50.png"));
  const std::string other = "http://origin.test/other.png";
  origin_.serve(other, make_png(81, 60));
  ASSERT_TRUE(deliver(web(other), "w40.png"));

  EXPECT_EQ(purge(kUrl), 3) << "two results and the original";
  EXPECT_EQ(purge(kUrl), 0);
  EXPECT_EQ(purge("http://origin.test/never-seen.png"), 0);
  EXPECT_EQ(delivery().find(web(kUrl).key(), "w40-q80.png"), nullptr);
  EXPECT_EQ(delivery().activity().memory_entries, 1) << "other originals stay";
  EXPECT_EQ(delivery().activity().disk_entries, 1);

  change_original();
  EXPECT_EQ((*deliver("w40.png"))->height, kNewHeight);
  EXPECT_EQ(origin_.asked(other), 1);
}

TEST_F(PurgeTest, ForgetsFailuresAsWell) {
  open();
  origin_.fail(kUrl, FailureKind::not_found);
  ASSERT_FALSE(deliver("w40.png"));
  origin_.serve(kUrl, make_png(80, 60));
  ASSERT_FALSE(deliver("w40.png"));
  purge(kUrl);
  EXPECT_TRUE(deliver("w40.png"));

  const std::string broken = "http://origin.test/broken.png";
  origin_.serve(broken, testing::broken_picture());
  ASSERT_FALSE(deliver(web(broken), "w40.png"));
  origin_.serve(broken, make_png(80, 60));
  purge(broken);
  EXPECT_TRUE(deliver(web(broken), "w40.png"));
}

TEST_F(PurgeTest, AFetchThatWasUnderWayAnswersOnlyThoseWhoWaitedForIt) {
  open();
  auto& gate = origin_.stall(kUrl);
  auto before = start(delivery().deliver(order(web(kUrl), "w40.png")));
  gate.wait_for_arrivals(1);
  change_original();
  purge(kUrl);
  auto after = start(delivery().deliver(order(web(kUrl), "w40.png")));
  all_have_begun();
  gate.open();

  EXPECT_EQ((*before.get())->height, kOldHeight);
  EXPECT_EQ((*after.get())->height, kNewHeight);
  EXPECT_EQ((*deliver("w40.png"))->height, kNewHeight);
  EXPECT_EQ((*deliver("w41.png"))->height, 14) << "the old copy was not kept";
  EXPECT_EQ(origin_.asked(kUrl), 2);
}

TEST_F(PurgeTest, ARenderThatWasUnderWayLeavesNothingBehind) {
  open();
  ASSERT_TRUE(deliver("w50.png"));
  auto blocked = block_renderers();
  auto before = start(delivery().deliver(order(web(kUrl), "w40.png")));
  while (delivery().activity().rendering < 1) std::this_thread::yield();
  change_original();
  purge(kUrl);
  blocked.reset();
  ASSERT_TRUE(before.get());

  EXPECT_EQ(delivery().activity().memory_entries, 0);
  EXPECT_EQ(delivery().activity().disk_entries, 0);
  EXPECT_EQ((*deliver("w40.png"))->height, kNewHeight);
}

TEST_F(PurgeTest, AFailureThatWasUnderWayIsNotRemembered) {
  open();
  origin_.fail(kUrl, FailureKind::not_found);
  auto& gate = origin_.stall(kUrl);
  auto before = start(delivery().deliver(order(web(kUrl), "w40.png")));
  gate.wait_for_arrivals(1);
  origin_.serve(kUrl, make_png(80, 60));
  purge(kUrl);
  gate.open();
  EXPECT_FALSE(before.get());
  EXPECT_TRUE(deliver("w40.png"));
}

TEST_F(PurgeTest, PurgesBetweenManyOrdersLeaveTheNewest) {
  open();
  for (int round = 0; round < 10; ++round) {
    std::vector<std::future<Result<Picture>>> answers;
    for (int i = 0; i < 20; ++i) {
      const std::string picture = "w" + std::to_string(20 + (i % 5)) + ".png";
      answers.push_back(start(delivery().deliver(order(web(kUrl), picture))));
    }
    auto purged = start(delivery().purge(web(kUrl)));
    for (auto& answer : answers) ASSERT_TRUE(answer.get());
    ASSERT_TRUE(purged.get());
  }
  change_original();
  purge(kUrl);
  for (int width = 20; width < 25; ++width) {
    const auto picture = deliver("w" + std::to_string(width) + ".png");
    ASSERT_TRUE(picture);
    EXPECT_EQ((*picture)->height, (width + 1) / 3) << width;
  }
}

TEST_F(PurgeTest, OfAFileForgetsItsResultsAndNotTheFile) {
  open();
  const auto source = file("/pictures/a.png");
  origin_.serve(source.address, make_png(80, 60), "\"v1\"");
  ASSERT_TRUE(deliver(source, "w40.png"));
  EXPECT_EQ(wait(delivery().purge(source)).value(), 1);
  ASSERT_TRUE(deliver(source, "w40.png"));
  EXPECT_EQ(renders(), 2);
}

}  // namespace
}  // namespace vitrine::delivery
