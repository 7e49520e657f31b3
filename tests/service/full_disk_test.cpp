// A disk that takes no more: the picture is served all the same, nothing half is left behind.
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

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
