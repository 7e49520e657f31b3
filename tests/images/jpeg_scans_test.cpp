#include "images/jpeg_scans.h"

#include <cmath>

#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/survey/survey.h"
#include "pictures/hostile.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

// Root of the mean square difference of all samples.
double difference(const pictures::Looked& a, const pictures::Looked& b) {
  EXPECT_EQ(a.samples.size(), b.samples.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    const double step = static_cast<double>(a.samples[i]) - b.samples[i];
    sum += step * step;
  }
  return std::sqrt(sum / static_cast<double>(a.samples.size()));
}

TEST(JpegScans, AreLeftOutAsWanted) {
  // The usual ten scans: means; luma 1-5, chroma, luma 6-63, each without some bits; then the bits:
  // luma, means, chroma, luma.
  const auto jpeg = pictures::make_jpeg(640, 480, {.progressive = true, .detailed = true});
  const auto grey = pictures::make_jpeg(640, 480, {.progressive = true, .grey = true});
  ASSERT_EQ(survey(jpeg)->scans, 10U);
  ASSERT_EQ(survey(grey)->scans, 6U);

  EXPECT_EQ(with_scans(jpeg, Scans::all), jpeg);
  EXPECT_EQ(survey(with_scans(jpeg, Scans::without_last_bit))->scans, 9U);
  EXPECT_EQ(survey(with_scans(jpeg, Scans::means))->scans, 2U);
  EXPECT_EQ(survey(with_scans(jpeg, Scans::without_two_bits))->scans, 6U);
  EXPECT_EQ(survey(with_scans(jpeg, Scans::luma_without_two_bits))->scans, 4U);
  EXPECT_EQ(survey(with_scans(grey, Scans::without_last_bit))->scans, 5U);
  EXPECT_EQ(survey(with_scans(grey, Scans::luma_without_two_bits))->scans, 4U);
  EXPECT_EQ(survey(with_scans(grey, Scans::means))->scans, 2U);
  EXPECT_LT(with_scans(jpeg, Scans::means).size(), jpeg.size() / 4);
}

TEST(JpegScans, LeaveAPictureThatLooksTheSameWhenItIsSmall) {
  const auto jpeg =
      pictures::make_jpeg(1600, 1200, {.quality = 90, .progressive = true, .detailed = true});
  const Recipe exact{.format = Format::png};
  const auto full = rendered(jpeg, exact);
  ASSERT_TRUE(full);
  for (const std::uint32_t width : {100U, 300U, 600U}) {
    const Recipe small{.fit = Fit::width, .width = width, .format = Format::png};
    // As the long way resizes it.
    const auto expected = rendered(full->bytes, small, {.planar = false});
    const auto seen = rendered(jpeg, small);
    ASSERT_TRUE(expected && seen);
    EXPECT_LT(difference(pictures::look(seen->bytes), pictures::look(expected->bytes)), 3) << width;
  }
}

TEST(JpegScans, OfABaselineFileAreAllWanted) {
  const auto jpeg = pictures::make_jpeg(640, 480);
  for (const auto wanted : {Scans::all, Scans::without_last_bit}) {
    EXPECT_EQ(with_scans(jpeg, wanted), jpeg);
  }
  EXPECT_EQ(survey(jpeg)->luma_step, 0U);
}

TEST(JpegScans, TellHowFineTheLumaIs) {
  struct Row {
    int quality;
    std::uint32_t step;
  };

  // 11 and 12 in the table of the standard, scaled by the usual rule.
  for (const auto& row : {Row{100, 1}, Row{90, 2}, Row{75, 6}, Row{50, 12}, Row{40, 15}}) {
    const auto jpeg = pictures::make_jpeg(64, 48, {.quality = row.quality, .progressive = true});
    EXPECT_EQ(survey(jpeg)->luma_step, row.step) << row.quality;
  }
}

TEST(JpegScans, OfDamagedFilesAreNoDanger) {
  const auto jpeg = pictures::make_jpeg(64, 48, {.progressive = true, .detailed = true});
  for (std::size_t at = 2; at < jpeg.size(); ++at) {
    auto damaged = jpeg;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    EXPECT_LE(with_scans(damaged, Scans::without_last_bit).size(), damaged.size() + 2) << at;
    EXPECT_LE(with_scans(damaged.substr(0, at), Scans::means).size(), at + 2) << at;
  }
}

}  // namespace
}  // namespace vitrine::images
