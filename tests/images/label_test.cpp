#include "images/label.h"

#include <cstdlib>
#include <future>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/near.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::look;

constexpr Format kFormats[] = {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif};

pictures::Looked drawn(const Label& label, int scale, Format format = Format::png) {
  const auto encoded = draw_label(label, scale, format);
  EXPECT_TRUE(encoded) << encoded.error().public_message << encoded.error().detail;
  return encoded ? look(encoded->bytes) : pictures::Looked();
}

bool is_colour(const pictures::Colour& seen, const Colour& expected, int tolerance) {
  return std::abs(seen.red - expected.red) <= tolerance &&
         std::abs(seen.green - expected.green) <= tolerance &&
         std::abs(seen.blue - expected.blue) <= tolerance;
}

int count(const pictures::Looked& seen, const Colour& colour, int tolerance = 12) {
  int found = 0;
  for (int y = 0; y < seen.height; ++y) {
    for (int x = 0; x < seen.width; ++x) {
      if (is_colour(seen.at(x, y), colour, tolerance)) ++found;
    }
  }
  return found;
}

TEST(Label, HasTheSizeOfItsScaleInEveryFormat) {
  const auto counter = counter_label("views", "1,234");
  const auto counter_width = static_cast<std::uint32_t>(drawn(counter, 1).width);
  for (const auto format : kFormats) {
    for (int scale = 1; scale <= kLabelScaleMax; ++scale) {
      const auto times = static_cast<std::uint32_t>(scale);
      for (const auto& label : {popular_label(), hot_label(), blank_label()}) {
        const auto encoded = draw_label(label, scale, format);
        ASSERT_TRUE(encoded) << extension_of(format) << encoded.error().detail;
        EXPECT_EQ(encoded->width, 200U * times);
        EXPECT_EQ(encoded->height, 49U * times);
        EXPECT_EQ(encoded->format, format);
        const auto header = read_header(encoded->bytes, {});
        ASSERT_TRUE(header) << extension_of(format);
        EXPECT_EQ(header->content_type, content_type(format));
        EXPECT_EQ(header->width, encoded->width);
        EXPECT_EQ(header->height, encoded->height);
      }
      const auto encoded = draw_label(counter, scale, format);
      ASSERT_TRUE(encoded);
      EXPECT_EQ(encoded->width, counter_width * times);
      EXPECT_EQ(encoded->height, 28U * times);
    }
  }
}

TEST(Label, IsRefusedAtOtherScalesByValueAndLimit) {
  for (const int scale : {-1, 0, 5, 1'000'000}) {
    const auto refused = draw_label(hot_label(), scale, Format::png);
    ASSERT_FALSE(refused) << scale;
    EXPECT_EQ(refused.error().kind, FailureKind::bad_request);
    EXPECT_EQ(refused.error().public_message,
              "A label is drawn at a scale of 1 to 4, not " + std::to_string(scale));
  }
}

TEST(Label, IsAPillWithTransparentCorners) {
  for (const auto format : {Format::png, Format::webp, Format::avif, Format::gif}) {
    for (const auto& label : {popular_label(), counter_label("views", "7")}) {
      const auto seen = drawn(label, 2, format);
      for (const int x : {0, seen.width - 1}) {
        for (const int y : {0, seen.height - 1}) {
          EXPECT_LE(seen.alpha_at(x, y), 3) << extension_of(format);
        }
        EXPECT_GE(seen.alpha_at(x, seen.height / 2), 252) << extension_of(format);
      }
      EXPECT_GE(seen.alpha_at(seen.width / 2, 0), 252) << extension_of(format);
    }
  }
}

TEST(Label, HasWhiteCornersWhereNothingIsTransparent) {
  const auto seen = drawn(popular_label(), 2, Format::jpeg);
  EXPECT_EQ(seen.bands, 3);
  EXPECT_NEAR_COLOUR(seen.at(0, 0), (pictures::Colour{255, 255, 255}), 4);
  EXPECT_NEAR_COLOUR(seen.at(199, 4), (pictures::Colour{109, 40, 217}), 6);
}

TEST(Label, ShowsItsTextInItsColours) {
  for (const auto format : kFormats) {
    for (const auto& label : {popular_label(), hot_label(), counter_label("", "1,234 views")}) {
      const auto seen = drawn(label, 2, format);
      EXPECT_GT(count(seen, label.background), seen.width * seen.height / 2) << label.text;
      // White corners of a JPEG are not text, so only the middle is looked at.
      int text = 0;
      for (int x = seen.height; x < seen.width - seen.height; ++x) {
        if (is_colour(seen.at(x, seen.height / 2), label.text_colour, 30)) ++text;
      }
      EXPECT_GT(text, 5) << label.text << extension_of(format);
    }
  }
}

TEST(Label, StandsInTheMiddle) {
  const auto label = popular_label();
  const auto seen = drawn(label, 2);
  int left = seen.width;
  int right = 0;
  int top = seen.height;
  int bottom = 0;
  for (int y = 0; y < seen.height; ++y) {
    for (int x = 0; x < seen.width; ++x) {
      if (seen.alpha_at(x, y) < 255 || !is_colour(seen.at(x, y), label.text_colour, 60)) continue;
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = std::max(bottom, y);
    }
  }
  EXPECT_LE(std::abs(left - (seen.width - 1 - right)), 2);
  EXPECT_LE(std::abs(top - (seen.height - 1 - bottom)), 2);
}

TEST(Label, IsDrawnLargerNotEnlarged) {
  const auto seen = drawn(hot_label(), 2);
  int detailed = 0;
  for (int y = 0; y < seen.height; y += 2) {
    for (int x = 0; x < seen.width; x += 2) {
      const auto corner = seen.at(x, y);
      if (corner != seen.at(x + 1, y) || corner != seen.at(x, y + 1)) ++detailed;
    }
  }
  EXPECT_GT(detailed, 100);
}

TEST(Label, WithoutAVisibleTextIsTransparent) {
  for (const char* text : {"", " ", "\xc2\xa0", "\xe2\x80\x8b"}) {
    const Label label{.text = text};
    EXPECT_TRUE(is_blank(label));
    for (const auto format : {Format::png, Format::webp, Format::gif}) {
      const auto seen = drawn(label, 1, format);
      for (int x = 0; x < seen.width; ++x) ASSERT_EQ(seen.alpha_at(x, 24), 0) << x;
    }
  }
  EXPECT_FALSE(is_blank(hot_label()));
  EXPECT_FALSE(is_blank(counter_label("views", "")));
}

TEST(Label, HasTheSameBytesEveryTimeAndOnEveryThread) {
  for (const auto format : kFormats) {
    const auto draw = [format] { return draw_label(popular_label(), 2, format)->bytes; };
    const auto first = draw();
    std::vector<std::future<std::string>> others;
    for (int i = 0; i < 4; ++i) others.push_back(std::async(std::launch::async, draw));
    for (auto& other : others) EXPECT_EQ(other.get(), first) << extension_of(format);
  }
}

TEST(Label, IsSmall) {
  struct Row {
    Label label;
    int scale;
    std::size_t bytes_max;
  };

  for (const auto& row : {Row{popular_label(), 1, 2'000},
                          Row{popular_label(), 4, 8'000},
                          Row{hot_label(), 2, 2'500},
                          Row{blank_label(), 1, 200},
                          Row{counter_label("views in the last minute", "1,234"), 2, 5'000}}) {
    EXPECT_LT(draw_label(row.label, row.scale, Format::png)->bytes.size(), row.bytes_max);
    EXPECT_LT(draw_label(row.label, row.scale, Format::gif)->bytes.size(), 20'000U);
  }
}

TEST(Label, OfACounterKeepsItsWidthWhileItCounts) {
  const auto width = drawn(counter_label("views", "1,111"), 1).width;
  EXPECT_EQ(drawn(counter_label("views", "8,888"), 1).width, width);
  EXPECT_EQ(drawn(counter_label("views", "4,071"), 1).width, width);
  EXPECT_GT(drawn(counter_label("views", "11,111"), 1).width, width);
  EXPECT_GT(drawn(counter_label("views today", "1,111"), 1).width, width);
  EXPECT_LT(drawn(counter_label("", "1,111"), 1).width, width);
}

TEST(Label, HasTwoPartsOfTheirOwnColours) {
  const auto label = counter_label("views", "1,234");
  const auto seen = drawn(label, 1);
  EXPECT_TRUE(is_colour(seen.at(4, 14), label.caption_background, 0));
  EXPECT_TRUE(is_colour(seen.at(seen.width - 5, 14), label.background, 0));
}

TEST(Label, HasADigestThatTellsItFromEveryOther) {
  const Label label = counter_label("views", "1,234");
  EXPECT_EQ(label_digest(label), label_digest(counter_label("views", "1,234")));
  EXPECT_EQ(label_digest(label).find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(label_digest(label).size(), 16U);

  std::vector<Label> others(7, label);
  others[0].shape = LabelShape::badge;
  others[1].text = "1,235";
  others[2].background.red = 1;
  others[3].text_colour.green = 1;
  others[4].caption = "view";
  others[5].caption_background.blue = 1;
  others[6].caption_colour.blue = 1;
  std::vector<std::string> digests{label_digest(label)};
  for (const auto& other : others) {
    EXPECT_THAT(digests, testing::Not(testing::Contains(label_digest(other))));
    digests.push_back(label_digest(other));
  }
}

TEST(Contrast, IsThatOfTheGuidelines) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 0.001);
  EXPECT_NEAR(contrast({255, 255, 255}, {118, 118, 118}), 4.54, 0.01);
  EXPECT_NEAR(contrast({9, 9, 9}, {9, 9, 9}), 1, 0.001);
}

TEST(Contrast, OfEveryColourThatWeChoseCanBeRead) {
  for (const auto& label : {popular_label(), hot_label(), counter_label("views", "1")}) {
    EXPECT_GE(contrast(label.background, label.text_colour), 4.5) << label.text;
    EXPECT_GE(contrast(label.caption_background, label.caption_colour), 4.5) << label.text;
  }
}

}  // namespace
}  // namespace vitrine::images
