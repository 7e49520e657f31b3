#include "images/planar/srgb_profile.h"

#include <string>

#include <gtest/gtest.h>
#include <vips/vips8>

namespace vitrine::images {
namespace {

// As libvips has them.
std::string profile(const char* name) {
  VipsBlob* blob = nullptr;
  if (vips_profile_load(name, &blob, nullptr) != 0) throw vips::VError();
  std::size_t size = 0;
  const auto* const bytes = static_cast<const char*>(vips_blob_get(blob, &size));
  std::string text(bytes, size);
  vips_area_unref(VIPS_AREA(blob));
  return text;
}

TEST(SrgbProfile, IsKnownByWhatItSays) {
  EXPECT_TRUE(is_srgb_profile(profile("srgb")));
  EXPECT_FALSE(is_srgb_profile(profile("p3")));
  EXPECT_FALSE(is_srgb_profile(profile("cmyk")));
  EXPECT_FALSE(is_srgb_profile(""));
  EXPECT_FALSE(is_srgb_profile("this is not a colour profile, however long it may be"));
}

TEST(SrgbProfile, ThatIsCutOrChangedIsNone) {
  const auto whole = profile("srgb");
  for (std::size_t size = 0; size < 300; ++size)
    EXPECT_FALSE(is_srgb_profile(whole.substr(0, size)));
  auto green = whole;
  const auto tag = green.find("gXYZ");
  ASSERT_NE(tag, std::string::npos);
  green[tag] = 'x';
  EXPECT_FALSE(is_srgb_profile(green));
}

}  // namespace
}  // namespace vitrine::images
