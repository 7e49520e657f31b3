#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/recipe.h"

namespace vitrine::images {
namespace {

using testing::HasSubstr;

TEST(SizeText, UnderstandsTheFormsOfS3) {
  struct Row {
    const char* text;
    Fit fit;
    std::uint32_t width;
    std::uint32_t height;
    std::optional<int> quality;
  };

  const Row rows[] = {
      {"300x400", Fit::cover, 300, 400, {}},
      {"x300", Fit::cover, 300, 300, {}},
      {"w300", Fit::width, 300, 0, {}},
      {"h300", Fit::height, 0, 300, {}},
      {"full_size", Fit::full_size, 0, 0, {}},
      {"300x400-q10", Fit::cover, 300, 400, 10},
      {"x300-q10", Fit::cover, 300, 300, 10},
      {"w300-q10", Fit::width, 300, 0, 10},
      {"h300-q10", Fit::height, 0, 300, 10},
      {"full_size-q10", Fit::full_size, 0, 0, 10},
      {"x50-c60", Fit::cover, 50, 50, 60},
      {"w1", Fit::width, 1, 0, {}},
      {"w1-q1", Fit::width, 1, 0, 1},
      {"w1-c100", Fit::width, 1, 0, 100},
      {"1x1", Fit::cover, 1, 1, {}},
      {"w4294967295", Fit::width, 4'294'967'295, 0, {}},
  };
  for (const auto& row : rows) {
    const auto size = parse_size(row.text);
    ASSERT_TRUE(size) << row.text << ": " << size.error().public_message;
    EXPECT_EQ(size->fit, row.fit) << row.text;
    EXPECT_EQ(size->width, row.width) << row.text;
    EXPECT_EQ(size->height, row.height) << row.text;
    EXPECT_EQ(size->quality, row.quality) << row.text;
  }
}

TEST(SizeText, RefusesWhatIsNoSizeAndSaysWhy) {
  struct Row {
    const char* text;
    const char* reason;  // part of the message
  };

  constexpr const char* kNoSize = "is not a size; write w500";
  constexpr const char* kSide = "a side is a number from 1";
  constexpr const char* kQuality = "a quality is a number from 1 to 100";
  const Row rows[] = {
      {"", kNoSize},
      {"random", kNoSize},
      {"w", kNoSize},
      {"h", kNoSize},
      {"x", kNoSize},
      {"300", kNoSize},
      {"300x", kNoSize},
      {"x300x", kNoSize},
      {"300x400x500", kNoSize},
      {"w300x400", kNoSize},
      {"w300h400", kNoSize},
      {"w-1", kNoSize},
      {"w+1", kNoSize},
      {"w1e9", kNoSize},
      {"w1.5", kNoSize},
      {"w 1", kNoSize},
      {"w1 ", kNoSize},
      {" w1", kNoSize},
      {"w0x10", kNoSize},
      {"W500", kNoSize},
      {"X400", kNoSize},
      {"300X400", kNoSize},
      {"FULL_SIZE", kNoSize},
      {"full_siz", kNoSize},
      {"full_sizes", kNoSize},
      {"full-size", kNoSize},
      {"w\u0665\u0660\u0660", kNoSize},  // Arabic-Indic digits
      {"\uff57500", kNoSize},            // fullwidth w
      {"300\u00d7400", kNoSize},         // the multiplication sign
      {"w500/../x", kNoSize},
      {"w500%2e", kNoSize},
      {"w0", kSide},
      {"h0", kSide},
      {"x0", kSide},
      {"0x10", kSide},
      {"10x0", kSide},
      {"w007", kSide},
      {"-q80", kNoSize},
      {"-c60", kNoSize},
      {"w500-", kNoSize},
      {"w500-80", kNoSize},
      {"w500-Q80", kNoSize},
      {"w500-x80", kNoSize},
      {"w500--q80", kNoSize},
      {"w500-q", kQuality},
      {"w500-c", kQuality},
      {"w500-q0", kQuality},
      {"w500-q101", kQuality},
      {"w500-q1000", kQuality},
      {"w500-q99999999999", kQuality},
      {"w500-q-1", kQuality},
      {"w500-q080", kQuality},
      {"w500-q8.5", kQuality},
      {"w500-q80 ", kQuality},
      {"w500-q80-c60", kQuality},
      {"w500-q80-q80", kQuality},
      {"w500-q80.jpg", kQuality},
  };
  for (const auto& row : rows) {
    const auto size = parse_size(row.text);
    ASSERT_FALSE(size) << row.text;
    EXPECT_EQ(size.error().kind, FailureKind::bad_request) << row.text;
    EXPECT_THAT(size.error().public_message, HasSubstr(row.reason)) << row.text;
  }
}

TEST(SizeText, AnswersANumberThatIsTooLongAsASizeThatIsTooLarge) {
  for (const char* text :
       {"w4294967296", "w99999999999", "h18446744073709551617", "1x4294967296"}) {
    const auto size = parse_size(text);
    ASSERT_FALSE(size) << text;
    EXPECT_EQ(size.error().kind, FailureKind::not_accepted) << text;
    EXPECT_THAT(size.error().public_message, HasSubstr("at most 4294967295"));
  }
}

TEST(SizeText, ShowsWhatWasWrittenShortAndPrintable) {
  const auto control = parse_size("w5\n\x1b[31m0");
  EXPECT_THAT(control.error().public_message, HasSubstr("\"w5??[31m0\""));
  const auto endless = parse_size(std::string(100'000, 'w'));
  EXPECT_LT(endless.error().public_message.size(), 200U);
  const std::string nul("w5\0", 3);
  EXPECT_FALSE(parse_size(nul));
}

}  // namespace
}  // namespace vitrine::images
