// Which code of libvips strangers' bytes can reach. What refuses other formats first is
// read_header; this is the second fence, for the day on which that has a hole.
#include <string>

#include <gtest/gtest.h>
#include <vips/vips8>

#include "images/library_environment.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

// Does libvips, asked without a word about the format, decode these bytes?
bool decodes(const std::string& file) {
  try {
    vips::VImage::new_from_buffer(file.data(), file.size(), "").avg();
    return true;
  } catch (const vips::VError&) {
    return false;
  }
}

TEST(Loaders, OfOurFiveFormatsRun) {
  EXPECT_TRUE(decodes(pictures::make_jpeg(16, 16)));
  EXPECT_TRUE(decodes(pictures::make_png(16, 16)));
  EXPECT_TRUE(decodes(pictures::make_webp(16, 16)));
  EXPECT_TRUE(decodes(pictures::make_avif(16, 16)));
  EXPECT_TRUE(decodes(pictures::make_gif(16, 16)));
}

TEST(Loaders, OfOtherFormatsDoNotRun) {
  EXPECT_FALSE(decodes(pictures::make_tiff(16, 16)));
  EXPECT_FALSE(decodes("P6 1 1 255\n\x01\x02\x03"));
  EXPECT_FALSE(decodes(R"(<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>)"));
}

TEST(Loaders, OfFilesByNameDoNotRun) {
  EXPECT_THROW(vips::VImage::new_from_file("/usr/share/backgrounds/Bridge_by_Sander_Klootwijk.jpg"),
               vips::VError);
}

}  // namespace
}  // namespace vitrine::images
