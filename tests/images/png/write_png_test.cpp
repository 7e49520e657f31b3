#include "images/png/write_png.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using Samples = std::vector<std::uint8_t>;

Samples noise(std::size_t count) {
  Samples samples(count);
  std::uint32_t state = 7;
  for (auto& sample : samples) {
    state = state * 1'664'525 + 1'013'904'223;
    sample = static_cast<std::uint8_t>(state >> 24);
  }
  return samples;
}

// Slow waves with a little noise, as a photograph has.
Samples waves(std::size_t width, std::size_t height, std::size_t bands) {
  auto samples = noise(width * height * bands);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto x = i / bands % width;
    const auto y = i / bands / width;
    samples[i] = static_cast<std::uint8_t>(x / 2 + y / 3 + i % bands * 40 + samples[i] % 4);
  }
  return samples;
}

// A pattern that comes back, as letters do.
Samples pattern(std::size_t width, std::size_t height, std::size_t bands) {
  const auto tile = noise(64);
  Samples samples(width * height * bands);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto x = i / bands % width;
    const auto y = i / bands / width;
    samples[i] = x / 8 % 3 == 0 ? tile[x % 8 + y % 8 * 8] : 255;
  }
  return samples;
}

std::string written(const Samples& samples, std::size_t width, std::size_t bands) {
  return write_png({.samples = samples.data(),
                    .width = width,
                    .height = samples.size() / bands / width,
                    .pixel_bytes = bands},
                   {});
}

TEST(WritePng, KeepsEverySampleOfEveryKind) {
  const std::pair<std::size_t, std::size_t> sizes[] = {
      {1, 1}, {1, 40}, {40, 1}, {3, 2}, {15, 17}, {33, 100}, {200, 150}};
  for (std::size_t bands = 1; bands <= 4; ++bands) {
    for (const auto& [width, height] : sizes) {
      for (const auto& samples : {noise(width * height * bands),
                                  waves(width, height, bands),
                                  pattern(width, height, bands),
                                  Samples(width * height * bands, 9)}) {
        const auto seen = pictures::look(written(samples, width, bands));
        EXPECT_EQ(seen.bands, static_cast<int>(bands));
        EXPECT_EQ(seen.width, static_cast<int>(width));
        EXPECT_EQ(seen.samples, samples) << bands << " " << width << "x" << height;
      }
    }
  }
}

TEST(WritePng, FiltersWhatGetsSmallerByIt) {
  const PixelRows shape{.samples = nullptr, .width = 300, .height = 200, .pixel_bytes = 3};
  const auto photograph = waves(300, 200, 3);
  const auto letters = pattern(300, 200, 3);
  EXPECT_LT(written(photograph, 300, 3).size(), photograph.size() / 2);
  EXPECT_LT(written(letters, 300, 3).size(), letters.size() / 40);
  EXPECT_EQ(shape.row_bytes(), 900U);
}

TEST(WritePng, IsTheSameEveryTime) {
  const auto samples = waves(200, 150, 4);
  EXPECT_EQ(written(samples, 200, 4), written(samples, 200, 4));
}

TEST(WritePng, KeepsTheCreditAsText) {
  const Samples grey(100, 9);
  const auto file = write_png({.samples = grey.data(), .width = 10, .height = 10, .pixel_bytes = 1},
                              {.copyright = "(c) Jane", .artist = "Jane"});
  const auto seen = pictures::look(file);
  EXPECT_TRUE(seen.has_field("png-comment-0-Copyright"));
  EXPECT_TRUE(seen.has_field("png-comment-1-Author"));
  const auto none = pictures::look(written(grey, 10, 1));
  EXPECT_FALSE(none.has_field("png-comment-0-Copyright"));
}

}  // namespace
}  // namespace vitrine::images
