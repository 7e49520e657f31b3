// Which PNG files are taken apart by us, and which are not.
#include "images/png/read_png.h"

#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/png/png_rows.h"
#include "images/sampled_png.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using std::string_literals::operator""s;

constexpr int kColourTypes[] = {0, 2, 3, 4, 6};

// True when the rows are those that libvips sees.
bool same_rows(const std::string& png) {
  const auto file = read_png(png);
  if (!file) return false;
  PngRows rows(*file);
  const auto seen = pictures::look(png);
  const auto bytes = rows.kind().samples() * file->size.width;
  if (seen.samples.size() != bytes * file->size.height) return false;
  for (std::size_t y = 0; y < file->size.height; ++y) {
    const auto* const row = rows.next();
    if (row == nullptr || !std::equal(row, row + bytes, seen.samples.data() + y * bytes)) {
      return false;
    }
  }
  return true;
}

TEST(ReadPng, GivesTheSamplesOfEveryKind) {
  const std::pair<int, int> sizes[] = {{1, 1}, {2, 1}, {1, 3}, {3, 2}, {17, 6}, {100, 11}};
  for (const int colour_type : kColourTypes) {
    for (int filter = -1; filter <= 4; ++filter) {
      for (const auto& [width, height] : sizes) {
        const SampledPng png{
            .width = width, .height = height, .colour_type = colour_type, .filter = filter};
        EXPECT_TRUE(same_rows(make_sampled_png(png)))
            << colour_type << " " << filter << " " << width << "x" << height;
      }
    }
  }
}

// Rows in which hardly anything differs from its guess have ways of their own.
TEST(ReadPng, GivesTheSamplesOfDrawings) {
  for (const int colour_type : kColourTypes) {
    for (int filter = -1; filter <= 4; ++filter) {
      for (const int width : {2, 5, 8, 31, 64, 200}) {
        const SampledPng png{.width = width,
                             .height = 40,
                             .colour_type = colour_type,
                             .filter = filter,
                             .pixel = [&](int x, int y) {
                               const int block = (x / 13 + y / 9) % 3 * 40 + (x == y ? 1 : 0);
                               std::vector<int> samples = {block, block / 2, 7, 255 - block};
                               samples.resize(static_cast<std::size_t>(samples_of(colour_type)));
                               return samples;
                             }};
        EXPECT_TRUE(same_rows(make_sampled_png(png)))
            << colour_type << " " << filter << " " << width;
      }
    }
  }
}

TEST(ReadPng, PutsChunksOfPixelsTogether) {
  for (const int parts : {1, 2, 3, 7, 50}) {
    EXPECT_TRUE(same_rows(make_sampled_png({.parts = parts}))) << parts;
  }
}

TEST(ReadPng, TakesWhatDoesNotChangeAnyPixel) {
  EXPECT_TRUE(same_rows(make_sampled_png({.extra = png_piece("gAMA", "\0\0\xb1\x8f"s)})));
  EXPECT_TRUE(same_rows(make_sampled_png({.extra = png_piece("zzZz", "whatever")})));
  EXPECT_TRUE(same_rows(make_sampled_png({.extra = png_piece("PLTE", "abc")})))
      << "colours to choose from, for those who have few";
  EXPECT_TRUE(same_rows(
      make_sampled_png({.colour_type = 3, .extra = png_piece("tRNS", std::string(30, '\x40'))})));
  EXPECT_TRUE(same_rows(make_sampled_png({}) + "bytes behind the end"));
}

struct Row {
  const char* reason;
  std::string file;
};

std::string changed(std::string file, std::string_view mark, std::size_t offset) {
  const auto at = file.find(mark) + offset;
  file[at] = static_cast<char>(file[at] ^ 1);
  return file;
}

std::vector<Row> surprises() {
  const auto good = make_sampled_png({});
  const auto end = png_piece("IEND", {});
  const auto body = good.substr(0, good.size() - end.size());
  return {
      {"nothing", ""},
      {"cut in its pixels", good.substr(0, good.size() / 2)},
      {"cut before its end", body},
      {"a wrong checksum of the header", changed(good, "IHDR", 17)},
      {"a wrong checksum of the pixels", changed(good, "IEND", -5)},
      {"a wrong checksum of what nobody needs",
       changed(make_sampled_png({.extra = png_piece("zzZz", "abc")}), "zzZz", 5)},
      {"a wrong checksum of the rows",
       make_sampled_png({.change_packed = [](std::string& packed) { packed.back() ^= 1; }})},
      {"a stream of no kind",
       make_sampled_png({.change_packed = [](std::string& packed) { packed[0] = '\x79'; }})},
      {"a broken stream",
       make_sampled_png(
           {.change_packed = [](std::string& packed) { packed[packed.size() / 2] ^= 0x10; }})},
      {"bytes behind the stream",
       make_sampled_png({.change_packed = [](std::string& packed) { packed += "abc"; }})},
      {"a row too few",
       make_sampled_png({.change_rows = [](std::string& rows) { rows.resize(47 * 193); }})},
      {"a byte too few",
       make_sampled_png({.change_rows = [](std::string& rows) { rows.pop_back(); }})},
      {"a byte too many",
       make_sampled_png({.change_rows = [](std::string& rows) { rows += 'a'; }})},
      {"no pixels",
       make_sampled_png({.change_packed = [](std::string& packed) { packed.clear(); }})},
      {"a colour that is transparent",
       make_sampled_png({.extra = png_piece("tRNS", "\0\1\0\2\0\3"s)})},
      {"more alphas than colours",
       make_sampled_png(
           {.colour_type = 3, .palette = "abcdef", .extra = png_piece("tRNS", "abc")})},
      {"half a colour", make_sampled_png({.colour_type = 3, .palette = "abcd"})},
      {"two palettes", make_sampled_png({.colour_type = 3, .extra = png_piece("PLTE", "abc")})},
      {"a chunk that must be understood", make_sampled_png({.extra = png_piece("ZZZZ", "abc")})},
      {"a second header", make_sampled_png({.extra = good.substr(8, 25)})},
      {"pixels in two places", body + png_piece("zzZz", "abc") + png_piece("IDAT", "abc") + end},
      {"an end with something in it", body + png_piece("IEND", "abc")},
      {"16 bit", pictures::make_png(64, 48, {.bits = 16})},
      {"interlaced", pictures::make_png(64, 48, {.interlaced = true})},
  };
}

TEST(ReadPng, LeavesSurprisesToLibvips) {
  for (const auto& row : surprises()) EXPECT_FALSE(read_png(row.file)) << row.reason;
}

// What only shows in the rows.
std::vector<Row> broken_rows() {
  return {
      {"a filter that does not exist",
       make_sampled_png({.change_rows = [](std::string& rows) { rows[193 * 20] = 5; }})},
      {"a colour that does not exist",
       make_sampled_png({.colour_type = 3, .palette = std::string(99 * 3, 'a')})},
  };
}

TEST(PngRows, EndWhereOneIsBroken) {
  for (const auto& row : broken_rows()) {
    const auto file = read_png(row.file);
    ASSERT_TRUE(file) << row.reason;
    PngRows rows(*file);
    std::size_t good = 0;
    for (std::size_t y = 0; y < file->size.height; ++y) good += rows.next() != nullptr ? 1 : 0;
    EXPECT_LT(good, file->size.height) << row.reason;
  }
}

TEST(ReadPng, AnswersSurprisesAsTheLongWayDoes) {
  auto files = surprises();
  for (auto& row : broken_rows()) files.push_back(row);
  for (const auto& row : files) {
    for (const auto format : {Format::png, Format::jpeg}) {
      const Recipe small{.fit = Fit::width, .width = 20, .format = format};
      const auto shorter = rendered(row.file, small);
      const auto longer = rendered(row.file, small, {.planar = false});
      ASSERT_EQ(shorter.has_value(), longer.has_value()) << row.reason;
      if (shorter) {
        EXPECT_EQ(shorter->bytes, longer->bytes) << row.reason;
      } else {
        EXPECT_EQ(shorter.error().public_message, longer.error().public_message) << row.reason;
      }
    }
  }
}

TEST(ReadPng, LeavesWhatIsTooLargeToLibvips) {
  const auto wide =
      make_sampled_png({.width = 65'536, .height = 1, .colour_type = 0, .pixel = [](int, int) {
                          return std::vector<int>{7};
                        }});
  EXPECT_FALSE(read_png(wide));
  EXPECT_TRUE(rendered(wide, {.fit = Fit::width, .width = 20, .format = Format::png}));
  EXPECT_FALSE(read_png(pictures::make_png(8'000, 2'797, {})))
      << "67,130,797 bytes are more than 67,108,864";
}

}  // namespace
}  // namespace vitrine::images
