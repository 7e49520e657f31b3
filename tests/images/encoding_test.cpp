#include "images/encoding.h"

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

Recipe recipe(Format format, int quality = 80) {
  return {.format = format, .quality = quality};
}

TEST(Encoding, GivesOneQualityNumberAboutTheSameLookInEveryFormat) {
  struct Row {
    int quality;
    int jpeg;
    int webp;
    int avif;
  };

  for (const auto& row : {Row{1, 1, 3, 20},
                          Row{20, 20, 19, 32},
                          Row{50, 50, 56, 48},
                          Row{75, 75, 76, 61},
                          Row{80, 80, 80, 65},
                          Row{85, 85, 86, 73},
                          Row{90, 90, 91, 81},
                          Row{100, 100, 100, 100}}) {
    EXPECT_EQ(make_encoding(recipe(Format::jpeg, row.quality), 1, false).quality, row.jpeg);
    EXPECT_EQ(make_encoding(recipe(Format::webp, row.quality), 1, false).quality, row.webp);
    EXPECT_EQ(make_encoding(recipe(Format::avif, row.quality), 1, false).quality, row.avif);
  }
}

TEST(Encoding, NeverGetsWorseWithMoreQuality) {
  for (const auto format : {Format::jpeg, Format::webp, Format::avif}) {
    for (const bool detailed : {false, true}) {
      for (int quality = 2; quality <= 100; ++quality) {
        const auto lower = make_encoding(recipe(format, quality - 1), 1, detailed);
        const auto higher = make_encoding(recipe(format, quality), 1, detailed);
        EXPECT_LE(lower.quality, higher.quality) << extension_of(format) << quality;
        EXPECT_GE(higher.quality, 1);
        EXPECT_LE(higher.quality, 100);
      }
    }
  }
}

TEST(Encoding, GivesBackTheBytesOfADetailedDecode) {
  EXPECT_EQ(make_encoding(recipe(Format::jpeg, 80), 1, true).quality, 79);
  EXPECT_EQ(make_encoding(recipe(Format::jpeg, 1), 1, true).quality, 1);
  EXPECT_EQ(make_encoding(recipe(Format::jpeg, 90), 1, true).quality, 90) << "nothing to save on";
  EXPECT_EQ(make_encoding(recipe(Format::webp, 80), 1, true).quality, 80);
}

TEST(Encoding, KeepsChromaWholeFromQuality90) {
  for (const auto format : {Format::jpeg, Format::avif}) {
    EXPECT_TRUE(make_encoding(recipe(format, 89), 1, false).subsample);
    EXPECT_FALSE(make_encoding(recipe(format, 90), 1, false).subsample);
  }
}

TEST(Encoding, WritesOnlyLargeJpegsProgressively) {
  EXPECT_FALSE(make_encoding(recipe(Format::jpeg), 99'999, false).progressive);
  EXPECT_TRUE(make_encoding(recipe(Format::jpeg), 100'000, false).progressive);
  EXPECT_FALSE(make_encoding(recipe(Format::png), 10'000'000, false).progressive);
}

TEST(Encoding, SpendsLessEffortOnLargeAvif) {
  EXPECT_EQ(make_encoding(recipe(Format::avif), 2'000'000, false).effort, 1);
  EXPECT_EQ(make_encoding(recipe(Format::avif), 2'000'001, false).effort, 0);
}

}  // namespace
}  // namespace vitrine::images
