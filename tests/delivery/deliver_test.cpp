#include <set>

#include "delivery/delivery_fixture.h"
#include "pictures/hostile.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using std::chrono::seconds;
using testing::file;
using testing::kUrl;
using testing::order;
using testing::web;

class DeliverTest : public testing::DeliveryFixture {
 protected:
  DeliverTest() { origin_.serve(kUrl, make_png(80, 60), "\"v1\""); }

  std::vector<std::future<Result<Picture>>> start_many(int times, std::string_view picture) {
    std::vector<std::future<Result<Picture>>> answers;
    for (int i = 0; i < times; ++i) {
      answers.push_back(start(delivery().deliver(order(web(kUrl), picture))));
    }
    return answers;
  }
};

TEST_F(DeliverTest, MakesThePictureThatWasOrdered) {
  open();
  const auto picture = deliver("w40.png");
  ASSERT_TRUE(picture) << picture.error().public_message;
  EXPECT_EQ((*picture)->content_type, "image/png");
  EXPECT_EQ((*picture)->width, 40);
  EXPECT_EQ((*picture)->height, 30);
  ASSERT_TRUE((*picture)->bytes);
  EXPECT_EQ((*picture)->bytes->substr(1, 3), "PNG");
  EXPECT_EQ((*picture)->file, nullptr);
}

TEST_F(DeliverTest, ASecondOrderIsAnsweredFromMemoryByTheSameBytes) {
  open();
  const auto first = deliver("w40.png");
  const auto second = deliver("w40.png");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(delivery().find(web(kUrl).key(), "w40-q80.png"), *first);
  EXPECT_EQ(delivery().find(web(kUrl).key(), "w41-q80.png"), nullptr);
  EXPECT_EQ(renders(), 1);
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "render"}}), 1);
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "memory"}}), 2);
}

TEST_F(DeliverTest, AHundredOrdersAtOnceCostOneFetchAndOneRender) {
  open();
  auto& gate = origin_.stall(kUrl);
  auto answers = start_many(100, "w40.webp");
  all_have_begun();
  gate.wait_for_arrivals(1);
  EXPECT_EQ(delivery().activity().rendering, 0) << "no slot is held while the origin is slow";
  gate.open();

  const auto first = answers.front().get();
  ASSERT_TRUE(first);
  for (std::size_t i = 1; i < answers.size(); ++i) EXPECT_EQ(*answers[i].get(), *first);
  EXPECT_EQ(origin_.asked(kUrl), 1);
  EXPECT_EQ(renders(), 1);
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "render"}}), 100);
}

TEST_F(DeliverTest, TenSizesOfANewOriginalCostOneFetch) {
  open();
  auto& gate = origin_.stall(kUrl);
  std::vector<std::future<Result<Picture>>> answers;
  for (int width = 10; width < 20; ++width) {
    answers.push_back(
        start(delivery().deliver(order(web(kUrl), "w" + std::to_string(width) + ".jpg"))));
  }
  all_have_begun();
  gate.open();
  std::uint32_t width = 10;
  for (auto& answer : answers) {
    const auto picture = answer.get();
    ASSERT_TRUE(picture);
    EXPECT_EQ((*picture)->width, width++);
  }
  EXPECT_EQ(origin_.asked(kUrl), 1);
  EXPECT_EQ(renders(), 10);
}

TEST_F(DeliverTest, LaterSizesAreMadeFromTheKeptOriginal) {
  open();
  for (const char* picture : {"w40.png", "w50.png", "x20.jpg", "full_size.webp"}) {
    ASSERT_TRUE(deliver(picture)) << picture;
  }
  EXPECT_EQ(origin_.asked(kUrl), 1);
}

TEST_F(DeliverTest, AFailureReachesEveryoneAndIsRememberedForItsTime) {
  config_.negative.ttl = seconds{10};
  open();
  origin_.fail(kUrl, FailureKind::not_found);
  auto& gate = origin_.stall(kUrl);
  auto answers = start_many(20, "w40.png");
  all_have_begun();
  gate.open();
  for (auto& answer : answers) EXPECT_EQ(answer.get().error().kind, FailureKind::not_found);
  EXPECT_EQ(origin_.asked(kUrl), 1);

  EXPECT_EQ(deliver("w40.png").error().kind, FailureKind::not_found);
  EXPECT_EQ(deliver("w41.png").error().kind, FailureKind::not_found) << "for every size";
  EXPECT_EQ(origin_.asked(kUrl), 1);
  EXPECT_EQ(count("vitrine_delivery_failures_total", {{"kind", "not_found"}}), 22);
  EXPECT_EQ(count("vitrine_delivery_originals_total", {{"result", "unavailable"}}), 1);

  origin_.serve(kUrl, make_png(80, 60));
  clock_.advance(seconds{10});
  EXPECT_TRUE(deliver("w40.png"));
}

TEST_F(DeliverTest, FailuresOfOriginsComeThroughAsTheyAre) {
  open();
  for (const auto kind : {FailureKind::not_allowed,
                          FailureKind::not_found,
                          FailureKind::unsupported,
                          FailureKind::upstream,
                          FailureKind::timeout,
                          FailureKind::busy}) {
    const std::string url = "http://origin.test/" + std::string(name(kind));
    origin_.fail(url, kind);
    EXPECT_EQ(deliver(web(url), "w40.png").error().kind, kind);
  }
}

TEST_F(DeliverTest, ABusyOriginQueueIsNotRemembered) {
  open();
  origin_.fail(kUrl, FailureKind::busy);
  EXPECT_FALSE(deliver("w40.png"));
  origin_.serve(kUrl, make_png(80, 60));
  EXPECT_TRUE(deliver("w40.png"));
}

TEST_F(DeliverTest, WhatIsNotAPictureIsRefusedAndNotKept) {
  open();

  const struct {
    const char* reason;
    std::string bytes;
  } rows[] = {
      {"an error page with status 200", "<html><body>We are down for maintenance</body></html>"},
      {"one byte", "x"},
      {"a header without its end", make_png(80, 60).substr(0, 12)},
      {"a bomb", pictures::huge_png(60'000, 60'000)},
  };

  for (const auto& row : rows) {
    const std::string url = "http://origin.test/" + std::string(row.reason);
    origin_.serve(url, row.bytes);
    const auto picture = deliver(web(url), "w40.png");
    ASSERT_FALSE(picture) << row.reason;
    EXPECT_EQ(picture.error().kind, FailureKind::unsupported) << row.reason;

    origin_.serve(url, make_png(80, 60));
    clock_.advance(config_.negative.ttl);
    EXPECT_TRUE(deliver(web(url), "w40.png")) << row.reason << ", repaired";
  }
}

TEST_F(DeliverTest, APictureThatBreaksWhileItIsDecodedIsAskedForAgainSoon) {
  open();
  origin_.serve(kUrl, testing::broken_picture(), "\"broken\"");
  const auto picture = deliver("w40.png");
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().kind, FailureKind::unsupported);
  EXPECT_FALSE(deliver("w40.png"));
  EXPECT_EQ(renders(), 1) << "remembered";

  origin_.serve(kUrl, make_png(80, 60), "\"repaired\"");
  clock_.advance(config_.negative.ttl);
  EXPECT_TRUE(deliver("w40.png")) << "although its copy would be fresh for a day";
}

TEST_F(DeliverTest, AFullRenderQueueRefusesAndDoesNotRemember) {
  config_.render_queue_max = 1;
  open();
  ASSERT_TRUE(deliver("w10.png"));
  auto blocked = block_renderers();
  std::vector<std::future<Result<Picture>>> waiting;
  for (const char* picture : {"w11.png", "w12.png", "w13.png"}) {
    waiting.push_back(start(delivery().deliver(order(web(kUrl), picture))));
  }
  while (delivery().activity().rendering < 3) std::this_thread::yield();

  const auto refused = deliver("w14.png");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::busy);
  EXPECT_THAT(metrics_->prometheus(), ::testing::HasSubstr("vitrine_delivery_refused_total 1"));
  EXPECT_TRUE(deliver("w10.png")) << "what is made already needs no slot";

  blocked.reset();
  for (auto& answer : waiting) EXPECT_TRUE(answer.get());
  EXPECT_TRUE(deliver("w14.png"));
}

TEST_F(DeliverTest, StalledOriginsDelayNobodyElse) {
  config_.render_queue_max = 0;
  open();
  std::vector<std::future<Result<Picture>>> stalled;
  std::vector<testing::Gate*> gates;
  for (int i = 0; i < 16; ++i) {
    const std::string url = "http://slow.test/" + std::to_string(i);
    origin_.serve(url, make_png(80, 60));
    gates.push_back(&origin_.stall(url));
    stalled.push_back(start(delivery().deliver(order(web(url), "w40.png"))));
  }
  for (auto* gate : gates) gate->wait_for_arrivals(1);

  EXPECT_EQ(delivery().activity().rendering, 0);
  EXPECT_TRUE(deliver("w40.png"));

  // One by one, because only as many may render as there are threads.
  for (std::size_t i = 0; i < gates.size(); ++i) {
    gates[i]->open();
    EXPECT_TRUE(stalled[i].get());
  }
}

TEST_F(DeliverTest, EveryRepresentationHasItsOwnStrongEtag) {
  open();
  origin_.serve("http://origin.test/other.png", make_png(81, 60));
  std::set<std::string> etags;
  for (const auto* url : {kUrl.c_str(), "http://origin.test/other.png"}) {
    for (const char* picture : {"w40.png",
                                "w40.webp",
                                "w40.jpg",
                                "w40-q70.jpg",
                                "h30.jpg",
                                "x40.jpg",
                                "40x30.jpg",
                                "full_size.jpg"}) {
      const auto made = deliver(web(url), picture);
      ASSERT_TRUE(made) << picture;
      const std::string& etag = (*made)->etag;
      EXPECT_TRUE(etag.starts_with('"') && etag.ends_with('"') && etag.size() > 2) << etag;
      EXPECT_TRUE(etags.insert(etag).second) << "twice: " << etag;
    }
  }
}

TEST_F(DeliverTest, ALargeResultIsServedFromItsFile) {
  config_.memory.entry_bytes_max = 50;
  open();
  for (int i = 0; i < 2; ++i) {
    const auto picture = deliver("w40.png");
    ASSERT_TRUE(picture);
    EXPECT_EQ((*picture)->bytes, nullptr);
    ASSERT_TRUE((*picture)->file);
    EXPECT_GT((*picture)->file->bytes, 50);
    EXPECT_EQ((*picture)->width, 40);
    EXPECT_EQ((*picture)->content_type, "image/png");
  }
  EXPECT_EQ(renders(), 1);
  EXPECT_EQ(delivery().activity().memory_entries, 0);
}

TEST_F(DeliverTest, FilesAreRenderedWithoutBeingCopied) {
  open();
  origin_.serve("/pictures/a.png", make_png(80, 60), "\"v1\"");
  ASSERT_TRUE(deliver(file("/pictures/a.png"), "w40.png"));
  ASSERT_TRUE(deliver(file("/pictures/a.png"), "w50.png"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "blobs" / "originals"));
}

TEST_F(DeliverTest, CountsWhatItHoldsForTheStatusPage) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  ASSERT_TRUE(deliver("w50.png"));
  const Activity activity = delivery().activity();
  EXPECT_EQ(activity.rendering, 0);
  EXPECT_EQ(activity.memory_entries, 2);
  EXPECT_EQ(activity.disk_entries, 2);
  EXPECT_GT(activity.memory_bytes, activity.disk_bytes);
  const std::string metrics = metrics_->prometheus();
  for (const char* line : {"vitrine_cache_entries{tier=\"memory\"} 2",
                           "vitrine_cache_entries{tier=\"disk\"} 2",
                           "vitrine_cache_entries{tier=\"originals\"} 1",
                           "vitrine_cache_evictions_total{tier=\"disk\"} 0",
                           "vitrine_delivery_originals_total{result=\"downloaded\"} 1"}) {
    EXPECT_THAT(metrics, ::testing::HasSubstr(line));
  }
}

}  // namespace
}  // namespace vitrine::delivery
