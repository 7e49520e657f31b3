#include "pictures/hostile.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/sampled_jpeg.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using testing::HasSubstr;

TEST(Hostile, FilesAreRefusedWithAReasonAndSoon) {
  for (const auto& hostile : pictures::hostile_files()) {
    const auto start = std::chrono::steady_clock::now();
    const auto encoded = rendered(hostile.file, {.fit = Fit::width, .width = 50});
    const auto took = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(encoded) << hostile.name;
    EXPECT_EQ(encoded.error().kind, FailureKind::unsupported) << hostile.name;
    EXPECT_FALSE(encoded.error().public_message.empty()) << hostile.name;
    // What libvips says names its own functions; it is for the log.
    EXPECT_EQ(encoded.error().public_message.find("vips"), std::string::npos) << hostile.name;
    EXPECT_LT(took, std::chrono::seconds(2)) << hostile.name;
  }
}

TEST(Hostile, HeadersAreRefusedBeforeTheirPixelsAreMade) {
  struct Row {
    const char* reason;
    std::string file;
    const char* message;
  };

  const Row rows[] = {
      {"JPEG",
       pictures::huge_jpeg(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"PNG",
       pictures::huge_png(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"GIF",
       pictures::huge_gif(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"WebP",
       pictures::huge_webp(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"AVIF",
       pictures::huge_avif(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"frames", pictures::many_frames(8, 8, 501), "501 frames; at most 500"},
      {"scans",
       pictures::with_scans(pictures::make_jpeg(64, 48, {.progressive = true}), 65),
       "65 JPEG scans; at most 64"},
  };
  for (const auto& row : rows) {
    EXPECT_LT(row.file.size(), 20'000U) << row.reason;
    const auto header = read_header(row.file, {});
    ASSERT_FALSE(header) << row.reason;
    EXPECT_EQ(header.error().kind, FailureKind::unsupported) << row.reason;
    EXPECT_THAT(header.error().public_message, HasSubstr(row.message));
    const auto encoded = rendered(row.file, {.fit = Fit::width, .width = 50});
    ASSERT_FALSE(encoded) << row.reason;
    EXPECT_THAT(encoded.error().public_message, HasSubstr(row.message));
  }
}

// A segment `FF marker length data` put in front of the first one with `before`.
std::string with_segment(std::string_view jpeg, char before, char marker, const std::string& data) {
  std::string segment{'\xff', marker};
  segment += static_cast<char>((data.size() + 2) >> 8);
  segment += static_cast<char>((data.size() + 2) & 0xff);
  segment += data;
  std::string changed(jpeg);
  return changed.insert(jpeg.find(std::string{'\xff', before}), segment);
}

TEST(Hostile, StructuresThatCannotBeNameWhatIsWrongAndTheLimit) {
  const auto jpeg = make_sampled_jpeg({.width = 100, .height = 70});
  const auto progressive = make_sampled_jpeg({.width = 100, .height = 70, .progressive = true});
  auto swapped = make_sampled_jpeg({.width = 100, .height = 70, .restart = 1});
  swapped[swapped.find("\xff\xd1") + 1] = '\xd5';
  const auto frame = jpeg.substr(jpeg.find("\xff\xc0") + 4, 15);
  auto larger = frame;
  larger[2] = '\x7f';
  auto steps = std::string(1, '\0') + std::string(64, '\1');
  auto no_step = steps;
  no_step[9] = '\0';
  auto wrong_steps = steps;
  wrong_steps[0] = '\x07';
  const auto codes = [](char kind, char of_each) {
    return std::string(1, kind) + std::string(16, of_each) + std::string(255, '\1');
  };

  struct Row {
    const char* reason;
    std::string file;
    const char* message;
  };

  const Row rows[] = {
      {"too many scans", pictures::with_scans(progressive, 65), "65 JPEG scans; at most 64"},
      {"two frame headers of one size",
       with_segment(jpeg, '\xda', '\xc0', frame),
       "2 frame headers, which say its size; at most 1"},
      {"dimensions that change",
       with_segment(jpeg, '\xda', '\xc0', larger),
       "2 frame headers, which say its size; at most 1"},
      {"restart marks out of order", swapped, "restart mark 5 where 1 is due"},
      {"a table that does not exist",
       with_segment(jpeg, '\xda', '\xdb', wrong_steps),
       "quantisation table 7; tables are numbered 0 to 3"},
      {"a step of 0",
       with_segment(jpeg, '\xda', '\xdb', no_step),
       "a quantisation step of 0; the least is 1"},
      {"a code that does not exist",
       with_segment(jpeg, '\xda', '\xc4', codes('\x09', '\0')),
       "Huffman table 9; tables are numbered 0 to 3"},
      {"too many codes",
       with_segment(jpeg, '\xda', '\xc4', codes('\0', '\x11')),
       "a Huffman table of 272 codes; at most 256 are taken"},
      {"codes that are no prefix code",
       with_segment(jpeg, '\xda', '\xc4', codes('\0', '\x02')),
       "a Huffman table of 32 codes, 65534 more than 16 bits can tell apart"},
  };
  for (const auto& row : rows) {
    for (const auto corrupt : {Corrupt::refuse, Corrupt::refuse_cut}) {
      Limits limits;
      limits.corrupt = corrupt;
      const auto encoded = rendered(row.file, {.fit = Fit::width, .width = 50}, limits);
      ASSERT_FALSE(encoded) << row.reason;
      EXPECT_EQ(encoded.error().kind, FailureKind::unsupported) << row.reason;
      EXPECT_THAT(encoded.error().public_message, HasSubstr(row.message)) << row.reason;
    }
  }
}

TEST(Hostile, LimitsAreMetExactly) {
  Limits limits;
  limits.pixels_max = 640ULL * 480;
  limits.jpeg_scans_max = 10;
  const auto fits = pictures::make_jpeg(640, 480, {.progressive = true});
  EXPECT_TRUE(rendered(fits, {.fit = Fit::width, .width = 50}, limits));
  EXPECT_FALSE(rendered(pictures::make_jpeg(641, 480), {.fit = Fit::width, .width = 50}, limits));
  limits.jpeg_scans_max = 9;
  EXPECT_FALSE(rendered(fits, {.fit = Fit::width, .width = 50}, limits));
}

// Cuts at every length and damage at every place: a failure or a picture, whatever libvips makes of
// it.
TEST(Hostile, DamageAnywhereIsAFailureOrAPicture) {
  struct Row {
    const char* name;
    std::string file;
  };

  const Row rows[] = {
      {"JPEG", pictures::make_jpeg(48, 32, {.copyright = "x"})},
      {"progressive JPEG", pictures::make_jpeg(48, 32, {.progressive = true})},
      {"PNG", pictures::make_png(48, 32, {.alpha = true})},
      {"WebP", pictures::make_webp(48, 32, {.frames = 2})},
      {"GIF", pictures::make_gif(48, 32, {.frames = 2})},
      {"AVIF", pictures::make_avif(48, 32)},
  };
  for (const auto& row : rows) {
    const std::size_t step = std::max<std::size_t>(1, row.file.size() / 150);
    for (std::size_t at = 0; at < row.file.size(); at += step) {
      auto damaged = row.file;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
      const auto encoded =
          rendered(damaged, {.fit = Fit::width, .width = 20, .format = Format::webp});
      if (encoded) {
        EXPECT_FALSE(encoded->bytes.empty()) << row.name << at;
      } else {
        EXPECT_EQ(encoded.error().kind, FailureKind::unsupported) << row.name << at;
      }
    }
  }
}

TEST(Hostile, DamagedScansOfAPhotographDoNotStopTheServer) {
  const auto photo = pictures::make_jpeg(640, 480, {.detailed = true});
  const auto progressive = pictures::make_jpeg(640, 480, {.progressive = true, .detailed = true});
  for (const auto& file : {pictures::corrupt_scan(photo), pictures::corrupt_scan(progressive)}) {
    const auto encoded = rendered(file, {.fit = Fit::width, .width = 50});
    if (encoded) EXPECT_EQ(encoded->width, 50U);
  }
  EXPECT_TRUE(rendered(photo, {.fit = Fit::width, .width = 50})) << "the next picture is fine";
}

TEST(Hostile, WarningsOfLibvipsAreCountedAndNotPrinted) {
  const auto before = library().dropped_warnings();
  testing::internal::CaptureStderr();
  const auto photo = pictures::make_jpeg(640, 480, {.detailed = true});
  rendered(pictures::corrupt_scan(photo), {.fit = Fit::width, .width = 50});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_GT(library().dropped_warnings(), before);
}

}  // namespace
}  // namespace vitrine::images
