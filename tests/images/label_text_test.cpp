// What strangers can write into a label, and that it is never more than text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/drawing/markup.h"
#include "images/label.h"
#include "images/library_environment.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using testing::HasSubstr;
using testing::Not;

std::uint32_t width_of(const std::string& text) {
  const auto encoded = draw_label(counter_label("", text), 4, Format::png);
  EXPECT_TRUE(encoded) << text;
  return encoded ? encoded->width : 0;
}

std::string pixels_of(const std::string& text) {
  const auto seen = pictures::look(draw_label(counter_label("", text), 1, Format::png)->bytes);
  return {seen.samples.begin(), seen.samples.end()};
}

TEST(LabelText, IsDrawnAsItStands) {
  struct Row {
    const char* text;
    const char* as_markup;  // what would be seen if it were markup
  };

  for (const auto& row : {Row{"<b>x</b>", "x"},
                          Row{"<i/>x", "x"},
                          Row{"&lt;", "<"},
                          Row{"&amp;", "&"},
                          Row{"&#65;", "A"},
                          Row{"</span>x", "x"},
                          Row{"<!-- x -->y", "y"}}) {
    EXPECT_GT(width_of(row.text), width_of(row.as_markup)) << row.text;
  }
}

TEST(LabelText, HasEveryCharacterOfMarkup) {
  // One more of them is so much wider; none is lost, and none breaks the drawing.
  for (const std::string mark : {"<", ">", "&", "\"", "'"}) {
    EXPECT_GT(width_of("a" + mark + "b"), width_of("ab") + 8) << mark;
    EXPECT_NE(pixels_of("a" + mark + "b"), pixels_of("a-b")) << mark;
  }
  EXPECT_EQ(width_of("<<<<"), width_of(">>>>"));
}

TEST(LabelText, IsEscapedOnceAndWhole) {
  EXPECT_EQ(escape_markup(R"(<b a="1">&amp;'é)"), "&lt;b a=&quot;1&quot;&gt;&amp;amp;&#39;é");
  EXPECT_EQ(escape_markup(""), "");
}

TEST(LabelText, IsRefusedWithTheReason) {
  struct Row {
    const char* reason;
    std::string text;
    const char* message;
  };

  const Row rows[] = {
      {"too long", std::string(65, 'x'), "65 bytes; at most 64 are drawn"},
      {"too many bytes, few characters", std::string(63, 'x') + "é", "65 bytes; at most 64"},
      {"end of line", "a\nb", "U+000A"},
      {"zero", std::string("a\0b", 3), "not UTF-8"},
      {"escape", "\x1b[31m", "U+001B"},
      {"delete", "\x7f", "U+007F"},
      {"control of Latin-1", "\xc2\x85", "U+0085"},
      {"line separator",
       "a\xe2\x80\xa8"
       "b",
       "U+2028"},
      {"right-to-left override", "\xe2\x80\xaetxet", "U+202E"},
      {"isolate", "\xe2\x81\xa6x", "U+2066"},
      {"not a character of XML", "\xef\xbf\xbe", "U+FFFE"},
      {"half a character", "a\xc3", "not UTF-8"},
      {"surrogate", "\xed\xa0\x80", "not UTF-8"},
      {"overlong", "\xc0\xbc", "not UTF-8"},
  };
  for (const auto& row : rows) {
    for (const auto& label : {Label{.text = row.text}, counter_label(row.text, "x")}) {
      const auto refused = draw_label(label, 1, Format::png);
      ASSERT_FALSE(refused) << row.reason;
      EXPECT_EQ(refused.error().kind, FailureKind::bad_request) << row.reason;
      EXPECT_THAT(refused.error().public_message, HasSubstr(row.message)) << row.reason;
      EXPECT_FALSE(label_svg(label)) << row.reason;
    }
  }
}

TEST(LabelText, IsTakenWholeUpToTheLimit) {
  for (const auto& text : {std::string(64, 'W'),
                           std::string(64, 'i'),
                           std::string("1,234 views ★ 閲覧数 مشاهدات"),
                           std::string("👩‍🚀 é e\xcc\x81 \xef\xb7\xbd")}) {
    for (const auto& label : {Label{.text = text}, counter_label(text, text)}) {
      const auto encoded = draw_label(label, 1, Format::png);
      ASSERT_TRUE(encoded) << text << encoded.error().detail;
      EXPECT_LE(encoded->width, 700U) << text;
      EXPECT_TRUE(label_svg(label)) << text;
    }
  }
}

TEST(LabelText, ThatDoesNotFitIsDrawnSmaller) {
  const auto draw = [](const char* text) {
    return pictures::look(draw_label({.text = text}, 1, Format::png)->bytes);
  };
  const auto rows_with_ink = [](const pictures::Looked& seen) {
    int rows = 0;
    for (int y = 0; y < seen.height; ++y) {
      bool has_ink = false;
      for (int x = 25; x < seen.width - 25; ++x) has_ink = has_ink || seen.at(x, y).green > 200;
      if (has_ink) ++rows;
    }
    return rows;
  };
  const auto shorter = draw("HOT");
  const auto longer = draw("BESTSELLER OF THE SUMMER");
  EXPECT_LT(rows_with_ink(longer), rows_with_ink(shorter));
  // It keeps away from the round ends.
  for (int x = 0; x < 20; ++x) EXPECT_LT(longer.at(x, 24).red, 40) << x;
}

TEST(LabelSvg, NeedsNothingElseAndCarriesItsWidth) {
  const auto svg = label_svg(popular_label());
  ASSERT_TRUE(svg);
  EXPECT_THAT(*svg, testing::StartsWith(R"(<svg xmlns="http://www.w3.org/2000/svg" width="200")"));
  EXPECT_THAT(*svg, HasSubstr(R"(height="49" viewBox="0 0 200 49")"));
  EXPECT_THAT(*svg, HasSubstr("textLength="));
  EXPECT_THAT(*svg, HasSubstr("sans-serif"));
  EXPECT_THAT(*svg, HasSubstr(">POPULAR</text>"));
  EXPECT_THAT(*svg, HasSubstr("#6d28d9"));
  EXPECT_THAT(*svg, testing::EndsWith("</svg>"));
  for (const char* foreign : {"href", "<script", "<style", "@font-face", "url("}) {
    EXPECT_THAT(*svg, Not(HasSubstr(foreign)));
  }
  EXPECT_EQ(*svg, *label_svg(popular_label()));
}

TEST(LabelSvg, EscapesEveryText) {
  const auto svg = label_svg(counter_label("</title><script>", "\"a' & <b>"));
  ASSERT_TRUE(svg);
  EXPECT_THAT(*svg, Not(HasSubstr("<script")));
  EXPECT_THAT(*svg, Not(HasSubstr("<b>")));
  EXPECT_THAT(*svg, HasSubstr(">&lt;/title&gt;&lt;script&gt;</text>"));
  EXPECT_THAT(*svg, HasSubstr(">&quot;a&#39; &amp; &lt;b&gt;</text>"));
}

TEST(LabelSvg, OfABlankLabelHasItsSizeAndNothingElse) {
  EXPECT_EQ(
      *label_svg(blank_label()),
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="200" height="49" viewBox="0 0 200 49"/>)");
}

TEST(LabelSvg, HasTheSizeOfThePicture) {
  const auto label = counter_label("views", "1,234");
  const auto encoded = draw_label(label, 1, Format::png);
  EXPECT_THAT(*label_svg(label), HasSubstr(" width=\"" + std::to_string(encoded->width) + "\""));
}

}  // namespace
}  // namespace vitrine::images
