// A disk that takes no more: the picture is served all the same, nothing half is left behind.
#include <sys/resource.h>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

// Larger than what fits; smaller pictures do, and the store as it is at first.
constexpr rlim_t kFileBytesMax = 200'000;

TEST(FullDisk, StillServesWhatItCannotKeep) {
  Gallery gallery({.configuration = {{"maximum_width", 2000}, {"maximum_height", 2000}},
                   .file_bytes_max = kFileBytesMax});
  gallery.nginx.put("products/shirt.jpg", photograph(2000, 1500));

  const auto large = gallery.vitrine.get("/product/image/shirt/full_size.png");
  ASSERT_EQ(large.status, 200) << large.body.substr(0, 300);
  ASSERT_GT(large.body.size(), kFileBytesMax);
  EXPECT_EQ(look_at(large.body)->width, 2000);
  const auto small = gallery.vitrine.get("/product/image/shirt/w40.jpg");
  EXPECT_EQ(look_at(small.body)->width, 40);

  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{gallery.home.path() / "data/blobs"}) {
    if (entry.is_regular_file()) {
      EXPECT_LT(entry.file_size(), kFileBytesMax) << "cut: " << entry.path();
    }
  }
  gallery.vitrine.stop();
  gallery.vitrine.start();
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/full_size.png").body, large.body);
}

TEST(FullDisk, TellsTheOperators) {
  Gallery gallery({.configuration = {{"maximum_width", 2000}, {"maximum_height", 2000}},
                   .file_bytes_max = kFileBytesMax});
  gallery.nginx.put("products/shirt.jpg", photograph(2000, 1500));
  gallery.vitrine.get("/product/image/shirt/full_size.png");

  EXPECT_TRUE(eventually(
      [&] { return gallery.vitrine.metric("vitrine_delivery_store_failures_total") > 0; }));
  EXPECT_EQ(gallery.vitrine.status("/livez").status, 200);
}

TEST(FullDisk, RefusesToCountAndForgetsNothing) {
  const TemporaryFolder home;
  Vitrine vitrine{home, {.file_bytes_max = kFileBytesMax}};
  int counted = 0;
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    const auto page = "/views/a-page-with-a-long-name-" + std::to_string(i);
    const auto answer = ask(vitrine.port(), {.method = "POST", .target = page});
    if (answer.status == 200) ++counted;
    if (answer.status == 503) ++refused;
  }
  EXPECT_EQ(counted + refused, 400) << "nothing else is an answer to a full disk";
  EXPECT_GT(refused, 0) << "the disk was to be full";
  EXPECT_EQ(vitrine.metric("vitrine_tallies_names"), counted);
  EXPECT_EQ(vitrine.get("/views/a-page-with-a-long-name-0").status, 200) << "reading goes on";
  vitrine.stop();
  vitrine.start();
  EXPECT_EQ(vitrine.metric("vitrine_tallies_names"), counted);
}

// What the disk takes from a process that is running.
void limit_files(pid_t process, rlim_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(process, RLIMIT_FSIZE, &limit, nullptr), 0);
}

TEST(FullDisk, IsNoReasonNotToStart) {
  Gallery gallery({.file_bytes_max = 2'000});
  gallery.nginx.put("products/shirt.jpg", photograph(200, 150));
  auto& vitrine = gallery.vitrine;
  EXPECT_EQ(look_at(vitrine.get("/product/image/shirt/w100.jpg").body)->width, 100);
  const auto view = [&] {
    return ask(vitrine.port(), {.method = "POST", .target = "/views/home"}).status;
  };
  EXPECT_EQ(view(), 503);
  EXPECT_EQ(vitrine.get("/badge/a/b/c.png").status, 200);
  const auto ready = vitrine.get("/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("store: the store cannot be opened. The disk"));
  EXPECT_EQ(ready.body.find(gallery.home.path().native()), std::string::npos) << ready.body;
  EXPECT_EQ(vitrine.status("/livez").status, 200);

  limit_files(vitrine.process().id(), RLIM_INFINITY);

  EXPECT_TRUE(eventually([&] { return vitrine.get("/readyz").status == 200; }));
  EXPECT_EQ(view(), 200);
  vitrine.stop();
}

TEST(FullDisk, LeavesAloneWhatWasCountedBefore) {
  const TemporaryFolder home;
  Vitrine vitrine{home, {}};
  const auto view = [&] {
    return ask(vitrine.port(), {.method = "POST", .target = "/views/home"});
  };
  for (int i = 0; i < 3; ++i) ASSERT_EQ(view().status, 200);
  vitrine.stop();
  Vitrine full{home, {.file_bytes_max = 2'000}};
  EXPECT_EQ(ask(full.port(), {.method = "POST", .target = "/views/home"}).status, 503);
  limit_files(full.process().id(), RLIM_INFINITY);
  EXPECT_TRUE(eventually([&] { return full.get("/readyz").status == 200; }));
  EXPECT_EQ(boost::json::parse(full.get("/views/home").body).at("total"), 3);
}

TEST(FullDisk, DrainsWithoutAStore) {
  const TemporaryFolder home;
  Vitrine vitrine{home, {.file_bytes_max = 2'000}};
  EXPECT_EQ(vitrine.get("/readyz").status, 503);
  vitrine.stop();
}

TEST(Disk, KeepsResultsWithinItsLimit) {
  constexpr std::uint64_t kLimit = 1 << 20;
  const Gallery gallery({.configuration = {{"cache", {{"disk_bytes", kLimit}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));
  for (int width = 500; width < 540; ++width) {
    ASSERT_EQ(gallery.vitrine.get("/product/image/shirt/w" + std::to_string(width) + ".png").status,
              200);
  }
  EXPECT_TRUE(eventually([&] {
    std::uint64_t bytes = 0;
    std::error_code gone;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{
             gallery.home.path() / "data/blobs/results", gone}) {
      const auto size = entry.is_regular_file(gone) ? entry.file_size(gone) : 0;
      if (!gone) bytes += size;
    }
    return bytes > 0 && bytes <= kLimit;
  }));
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w500.png").status, 200);
}

}  // namespace
}  // namespace vitrine::service
