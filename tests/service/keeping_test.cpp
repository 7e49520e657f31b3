// What is kept: originals while they are fresh, failures for seconds, pictures for as long as there
// is room. And what happens when there is too much to do.
#include <atomic>
#include <csignal>
#include <thread>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

TEST(Keeping, AsksAboutAnOriginalAgainWhenItIsNoLongerFresh) {
  const Gallery gallery({.configuration = {{"original_ttl", 1}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  const auto before = gallery.vitrine.get("/product/image/shirt/w40.jpg");
  gallery.nginx.put("products/shirt.jpg", photograph(80, 40));

  const bool changed = eventually([&] {
    return gallery.vitrine.get("/product/image/shirt/w40.jpg").header("ETag") !=
           before.header("ETag");
  });

  EXPECT_TRUE(changed);
  EXPECT_EQ(look_at(gallery.vitrine.get("/product/image/shirt/w40.jpg").body)->height, 20);
}

TEST(Keeping, MakesNothingAnewWhenTheOriginalIsStillTheSame) {
  const Gallery gallery({.configuration = {{"original_ttl", 1}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  const auto before = gallery.vitrine.get("/product/image/shirt/w40.jpg");

  // nginx answers 304 to the second question.
  const bool asked_again = eventually([&] {
    EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").body, before.body);
    return gallery.nginx.fetches("/products/shirt.jpg") >= 2;
  });

  EXPECT_TRUE(asked_again);
  EXPECT_EQ(gallery.vitrine.renders(), 1);
}

TEST(Keeping, ServesAnOriginalWhoseOriginIsAway) {
  Gallery gallery({.configuration = {{"original_ttl", 1}}});
  gallery.nginx.put("products/shirt.jpg", photograph(300, 200));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");
  gallery.nginx.stop();

  int width = 40;
  const bool noticed = eventually([&] {
    // A new size each time, so that the original is needed.
    const auto answer =
        gallery.vitrine.get("/product/image/shirt/w" + std::to_string(++width) + ".jpg");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status != 200 || width > 250 ||
           gallery.vitrine.metric("vitrine_delivery_originals_total", "unavailable") > 0;
  });

  EXPECT_TRUE(noticed);
  EXPECT_EQ(gallery.vitrine.get("/product/image/other/w40.jpg").status, 502);
}

TEST(Keeping, RemembersAFailureForSecondsAndStoresNothing) {
  const Gallery gallery({.configuration = {{"negative_ttl", 1}}});
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 404);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w41.jpg").status, 404);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/info.json").status, 404);
  EXPECT_EQ(gallery.nginx.fetches("/products/shirt.jpg"), 1);
  EXPECT_EQ(count_files(gallery.home.path() / "data/blobs"), 0U);

  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));

  EXPECT_TRUE(eventually(
      [&] { return gallery.vitrine.get("/product/image/shirt/w40.jpg").status == 200; }));
}

TEST(Keeping, StoresNothingOfAPictureThatIsNone) {
  const Gallery gallery({.configuration = {{"negative_ttl", 3600}}});
  gallery.nginx.put("products/shirt.jpg", "<!doctype html><title>Sorry</title>");
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 422);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 422);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w41.jpg").status, 422);
  EXPECT_EQ(gallery.nginx.fetches("/products/shirt.jpg"), 1);
  EXPECT_EQ(count_files(gallery.home.path() / "data/blobs/results"), 0U);
}

TEST(Keeping, SurvivesAKill) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(300, 200));
  std::vector<std::string> bodies;
  for (int width = 40; width < 60; ++width) {
    bodies.push_back(
        gallery.vitrine.get("/product/image/shirt/w" + std::to_string(width) + ".jpg").body);
  }
  // In the middle of another one.
  Connection busy{gallery.vitrine.port()};
  busy.send(request_bytes({.target = "/product/image/shirt/full_size.avif"}));
  gallery.vitrine.process().signal(SIGKILL);
  gallery.vitrine.process().wait();
  gallery.vitrine.start();

  for (int width = 40; width < 60; ++width) {
    const auto answer =
        gallery.vitrine.get("/product/image/shirt/w" + std::to_string(width) + ".jpg");
    EXPECT_EQ(answer.body, bodies[static_cast<std::size_t>(width - 40)]);
  }
  EXPECT_LE(gallery.vitrine.renders(), 1) << "at most what was not written in time";
  EXPECT_EQ(gallery.nginx.fetches("/products/shirt.jpg"), 1);
  EXPECT_EQ(look_at(gallery.vitrine.get("/product/image/shirt/full_size.avif").body)->width, 300);
}

TEST(Keeping, MakesADamagedResultAnewOrServesItWhole) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(300, 200));
  const auto before = gallery.vitrine.get("/product/image/shirt/w200.jpg");
  gallery.vitrine.stop();
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{gallery.home.path() / "data/blobs/results"}) {
    // A crash of the machine may leave a file empty although its rename has reached the disk.
    if (entry.is_regular_file()) std::filesystem::resize_file(entry.path(), 0);
  }
  gallery.vitrine.start();

  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w200.jpg").body, before.body);
}

TEST(Overload, IsRefusedAtOnceAndNotRemembered) {
  const Gallery gallery(
      {.configuration = {{"threads", {{"render", 1}}}, {"limits", {{"render_queue", 1}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(1000, 1000));
  gallery.vitrine.get("/product/image/shirt/info.json");
  std::atomic<int> made{0};
  std::atomic<int> refused{0};
  std::vector<std::jthread> askers;
  for (int i = 0; i < 12; ++i) {
    askers.emplace_back([&, i] {
      const auto answer =
          gallery.vitrine.get("/product/image/shirt/w" + std::to_string(980 + i) + ".avif",
                              {{"Accept", "application/json"}});
      if (answer.status == 200) ++made;
      if (answer.status != 503) return;
      ++refused;
      EXPECT_TRUE(answer.has("Retry-After"));
      EXPECT_EQ(boost::json::parse(answer.body).at("error").at("kind"), "busy");
    });
  }
  askers.clear();

  EXPECT_GE(made, 2);
  EXPECT_GE(refused, 1);
  EXPECT_EQ(made + refused, 12);
  EXPECT_EQ(gallery.vitrine.metric("vitrine_delivery_refused_total"), refused);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w991.jpg").status, 200);
}

TEST(Overload, OfConnectionsIsRefusedAndPasses) {
  const Gallery gallery({.configuration = {{"limits", {{"connections", 8}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  {
    std::vector<std::unique_ptr<Connection>> held;
    for (int i = 0; i < 8; ++i) {
      held.push_back(std::make_unique<Connection>(gallery.vitrine.port()));
      EXPECT_EQ(held.back()->ask({.target = "/product/image/none/w40.jpg"}).status, 404);
    }
    Connection one_more{gallery.vitrine.port()};
    one_more.try_send(request_bytes({.target = "/product/image/shirt/w40.jpg"}));
    EXPECT_EQ(one_more.read_answer().status, 503);
    EXPECT_EQ(gallery.vitrine.status("/livez").status, 200) << "operators have their own port";
  }
  EXPECT_TRUE(eventually([&] {
    Connection again{gallery.vitrine.port()};
    again.try_send(request_bytes({.target = "/product/image/shirt/w40.jpg"}));
    return again.read_answer().status == 200;
  }));
}

}  // namespace
}  // namespace vitrine::service
