#include "images/survey/survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pictures/hostile.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

TEST(Survey, KnowsAFormatByItsFirstBytes) {
  struct Row {
    std::string bytes;
    std::optional<Format> format;
  };

  const Row rows[] = {
      {"\xff\xd8\xff", Format::jpeg},
      {"\xff\xd8", std::nullopt},
      {"\x89PNG\r\n\x1a\n", Format::png},
      {"\x89PNG\n\x1a\n", std::nullopt},
      {"GIF87a", Format::gif},
      {"GIF89a", Format::gif},
      {"GIF88a", std::nullopt},
      {"RIFF\0\0\0\0WEBP"s, Format::webp},
      {"RIFF\0\0\0\0WAVE"s, std::nullopt},
      {"RIFF\0\0\0\0WEB"s, std::nullopt},
      {"\0\0\0\x10"
       "ftypavif\0\0\0\0"s,
       Format::avif},
      {"\0\0\0\x10"
       "ftypavis\0\0\0\0"s,
       Format::avif},
      {"\0\0\0\x18"
       "ftypmif1\0\0\0\0mif1avif"s,
       Format::avif},
      {"\0\0\0\x18"
       "ftypmif1\0\0\0\0mif1heic"s,
       std::nullopt},
      {"\0\0\0\x14"
       "ftypmif1\0\0\0\0mif1avif"s,
       std::nullopt},  // behind the end of the box
      {"\0\0\0\x14"
       "ftypmif1avifmif1"s,
       std::nullopt},  // the version is no brand
      {"\0\0\0\x04"
       "ftypavif\0\0\0\0"s,
       std::nullopt},
      {"\0\0\0\x10"
       "ftypavif"s,
       std::nullopt},
      {"II*\0\x08\0\0\0"s, std::nullopt},
      {"BM", std::nullopt},
      {"<svg>", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(sniff(row.bytes), row.format) << row.bytes;
}

TEST(Survey, ReadsWhatRealFilesSayAboutThemselves) {
  struct Row {
    const char* reason;
    std::string file;
    Format format;
    std::uint32_t frames;
    std::uint32_t scans;
  };

  const Row rows[] = {
      {"a JPEG", pictures::make_jpeg(37, 23), Format::jpeg, 1, 1},
      {"a turned JPEG", pictures::make_jpeg(37, 23, {.orientation = 6}), Format::jpeg, 1, 1},
      {"a progressive JPEG",
       pictures::make_jpeg(37, 23, {.progressive = true}),
       Format::jpeg,
       1,
       10},
      {"a grey JPEG", pictures::make_jpeg(37, 23, {.grey = true}), Format::jpeg, 1, 1},
      {"a CMYK JPEG", pictures::make_jpeg(37, 23, {.cmyk = true}), Format::jpeg, 1, 1},
      {"a PNG", pictures::make_png(37, 23), Format::png, 1, 1},
      {"an interlaced PNG", pictures::make_png(37, 23, {.interlaced = true}), Format::png, 1, 1},
      {"a lossless WebP", pictures::make_webp(37, 23), Format::webp, 1, 1},
      {"a lossy WebP", pictures::make_webp(37, 23, {.lossless = false}), Format::webp, 1, 1},
      {"a WebP with alpha",
       pictures::make_webp(37, 23, {.alpha = true, .lossless = false}),
       Format::webp,
       1,
       1},
      {"a moving WebP", pictures::make_webp(37, 23, {.frames = 4}), Format::webp, 4, 1},
      {"an AVIF", pictures::make_avif(37, 23), Format::avif, 1, 1},
      {"an AVIF with alpha", pictures::make_avif(37, 23, {.alpha = true}), Format::avif, 1, 1},
      {"a GIF", pictures::make_gif(37, 23), Format::gif, 1, 1},
      {"a moving GIF", pictures::make_gif(37, 23, {.frames = 4}), Format::gif, 4, 1},
  };
  for (const auto& row : rows) {
    const auto found = survey(row.file);
    ASSERT_TRUE(found) << row.reason << ": " << found.error().detail;
    EXPECT_EQ(found->format, row.format) << row.reason;
    EXPECT_EQ(found->width, 37U) << row.reason;
    EXPECT_EQ(found->height, 23U) << row.reason;
    EXPECT_EQ(found->frames, row.frames) << row.reason;
    EXPECT_EQ(found->scans, row.scans) << row.reason;
  }
}

TEST(Survey, SeesEveryCut) {
  const std::string files[] = {
      pictures::make_jpeg(37, 23, {.progressive = true}),
      pictures::make_png(37, 23),
      pictures::make_webp(37, 23),
      pictures::make_webp(37, 23, {.frames = 3}),
      pictures::make_avif(37, 23),
      pictures::make_gif(37, 23, {.frames = 3}),
  };
  for (const auto& file : files) {
    ASSERT_TRUE(survey(file));
    for (std::size_t keep = 0; keep < file.size(); ++keep) {
      const auto found = survey(std::string_view(file).substr(0, keep));
      ASSERT_FALSE(found) << extension_of(*sniff(file)) << " of " << file.size() << " cut to "
                          << keep;
      ASSERT_EQ(found.error().kind, FailureKind::unsupported);
    }
  }
}

TEST(Survey, TakesBytesBehindTheEndAsNobodysBusiness) {
  for (const auto& file : {pictures::make_jpeg(37, 23),
                           pictures::make_png(37, 23),
                           pictures::make_webp(37, 23),
                           pictures::make_gif(37, 23)}) {
    EXPECT_TRUE(survey(file + std::string(100, '\0')));
    EXPECT_TRUE(survey(file + "trailing words"));
  }
}

TEST(Survey, SaysWhatIsWrong) {
  const auto jpeg = pictures::make_jpeg(37, 23);
  const auto truncated = survey(pictures::truncated(jpeg, jpeg.size() - 1));
  ASSERT_FALSE(truncated);
  EXPECT_THAT(truncated.error().public_message, HasSubstr("cut off"));

  const auto text = survey("just words");
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().public_message, HasSubstr("not a JPEG, PNG, WebP, AVIF or GIF"));

  const auto empty = survey(pictures::header_only(jpeg));
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().public_message, HasSubstr("broken"));
}

TEST(Survey, BelievesTheLargestNumberInTheHeader) {
  struct Row {
    const char* reason;
    std::string file;
    std::uint32_t width;
    std::uint32_t height;
  };

  const Row rows[] = {
      {"JPEG", pictures::huge_jpeg(65'535, 65'534), 65'535, 65'534},
      {"PNG", pictures::huge_png(2'147'483'647, 1), 2'147'483'647, 1},
      {"GIF", pictures::huge_gif(65'535, 65'534), 65'535, 65'534},
      {"WebP", pictures::huge_webp(16'777'216, 2), 16'777'216, 2},
      {"AVIF", pictures::huge_avif(4'294'967'295, 4'294'967'295), 4'294'967'295, 4'294'967'295},
  };
  for (const auto& row : rows) {
    const auto found = survey(row.file);
    ASSERT_TRUE(found) << row.reason << ": " << found.error().detail;
    EXPECT_EQ(found->width, row.width) << row.reason;
    EXPECT_EQ(found->height, row.height) << row.reason;
  }
}

TEST(Survey, RefusesHeadersThatMakeNoSense) {
  const auto jpeg = pictures::make_jpeg(37, 23);
  const auto frame = jpeg.find("\xff\xc0");
  const auto changed = [&](std::size_t at, char value) {
    auto file = jpeg;
    file[frame + at] = value;
    return file;
  };
  auto twice = jpeg;
  twice.insert(frame, jpeg.substr(frame, 19));
  const auto gif_screen = pictures::many_frames(8, 8, 0);
  auto gif_block = pictures::many_frames(8, 8, 1);
  gif_block.insert(19, "\x77");

  struct Row {
    const char* reason;
    std::string file;
  };

  const Row rows[] = {
      {"12 bit JPEG", changed(4, 12)},
      {"JPEG of two components", changed(9, 2)},
      {"JPEG with two frame headers", twice},
      {"JPEG of no height", pictures::huge_jpeg(10, 0)},
      {"JPEG of no width", pictures::huge_jpeg(0, 10)},
      {"PNG of no width", pictures::huge_png(0, 10)},
      {"PNG with a negative side", pictures::huge_png(0x80000000, 10)},
      {"GIF without a frame", gif_screen},
      {"GIF with a block of no kind", gif_block},
      {"AVIF of no size", pictures::huge_avif(0, 10)},
  };
  for (const auto& row : rows) {
    const auto found = survey(row.file);
    ASSERT_FALSE(found) << row.reason;
    EXPECT_EQ(found.error().kind, FailureKind::unsupported) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::images
