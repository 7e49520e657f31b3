// pictures.corrupt: originals that end early, refused or shown for a short time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pictures/hostile.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

std::string half_of(const std::string& file) {
  return pictures::truncated(file, file.size() / 2);
}

TEST(CutOriginals, AreRefusedUnlessTheyAreWanted) {
  Gallery gallery;
  gallery.nginx.put("shirt.jpg", half_of(photograph(800, 600)));
  const auto answer = gallery.vitrine.get("/any/shirt.jpg/w300.jpg");
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("cut off"));
}

TEST(CutOriginals, AreShownForAMinuteWhereTheyAreWanted) {
  Gallery gallery({.configuration = {{"pictures", {{"corrupt", "best_effort"}}}}});
  gallery.nginx.put("shirt.jpg", half_of(photograph(800, 600)));
  gallery.nginx.put("hat.jpg", photograph(800, 600));
  for (int i = 0; i < 2; ++i) {
    const auto answer = gallery.vitrine.get("/any/shirt.jpg/w300.jpg");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Cache-Control"), "public, max-age=60");
    EXPECT_EQ(look_at(answer.body), (Seen{.format = "jpeg", .width = 300, .height = 225}));
  }
  EXPECT_EQ(gallery.vitrine.renders(), 1) << "it is kept in memory";
  EXPECT_EQ(gallery.vitrine.metric("vitrine_delivery_originals_cut_total"), 1);
  EXPECT_TRUE(eventually([&] {
    return gallery.vitrine.process().errors().find("shown, though its original is cut off") !=
           std::string::npos;
  }));
  EXPECT_EQ(gallery.vitrine.get("/any/hat.jpg/w300.jpg").header("Cache-Control"),
            "public, max-age=86400");

  gallery.vitrine.stop();
  gallery.vitrine.start();
  EXPECT_EQ(gallery.vitrine.get("/any/shirt.jpg/w300.jpg").header("Cache-Control"),
            "public, max-age=60")
      << "it was not kept on disk as if it were whole";
}

}  // namespace
}  // namespace vitrine::service
