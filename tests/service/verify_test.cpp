// pictures.verify: both ways of a picture, compared in the log and in the metrics.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Verify, LogsHowFarBothWaysLieApart) {
  Gallery gallery({.configuration = {{"pictures", {{"verify", true}}}}});
  gallery.nginx.put("shirt.jpg", photograph(800, 600));
  auto& vitrine = gallery.vitrine;

  const auto answer = vitrine.get("/any/shirt.jpg/w300.jpg");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(vitrine.metric("vitrine_delivery_verified_total", "alike"), 1);
  EXPECT_TRUE(eventually(
      [&] { return vitrine.process().errors().find("verified: ") != std::string::npos; }));
  const auto log = vitrine.process().errors();
  EXPECT_THAT(log, ContainsRegex("info delivery verified: picture=[0-9a-f]+-w300-q80.jpg source="));
  EXPECT_THAT(log, ContainsRegex("shirt.jpg\" luma_psnr=[0-9.]+ block_red=[0-9.]+ block_green="));

  EXPECT_EQ(vitrine.get("/any/shirt.jpg/w300.gif").status, 200);
  EXPECT_EQ(vitrine.metric("vitrine_delivery_verified_total"), 1) << "it has one way only";
}

TEST(Verify, IsOffUnlessItIsAskedFor) {
  Gallery gallery;
  gallery.nginx.put("shirt.jpg", photograph(800, 600));
  EXPECT_EQ(gallery.vitrine.get("/any/shirt.jpg/w300.jpg").status, 200);
  EXPECT_EQ(gallery.vitrine.metric("vitrine_delivery_verified_total"), 0);
  EXPECT_THAT(gallery.vitrine.process().errors(), Not(HasSubstr("verified")));
}

}  // namespace
}  // namespace vitrine::service
