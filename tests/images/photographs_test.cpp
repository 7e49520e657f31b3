// Real photographs, from the package lomiri-wallpapers-16.04.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

struct Photograph {
  const char* name;
  std::uint32_t width;
  std::uint32_t height;
};

const Photograph kPhotographs[] = {
    {"picosdeeuropa_by_Aitzol_Berasategi.jpg", 3264, 2448},
    {"Bridge_by_Sander_Klootwijk.jpg", 4352, 2448},
    {"friends_by_Aitzol_Berasategi.jpg", 2056, 3088},
    {"Picture_1A_by_freespace.jpg", 1365, 1074},
    {"free_by_Peter_Nerlich.jpg", 2880, 2160},
};

std::string read_photograph(const Photograph& photograph) {
  std::ifstream file(std::filesystem::path("/usr/share/backgrounds") / photograph.name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of all samples; both pictures are of one size.
double psnr(const pictures::Looked& a, const pictures::Looked& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    const double difference = static_cast<double>(a.samples[i]) - b.samples[i];
    sum += difference * difference;
  }
  return 10 * std::log10(255 * 255 / (sum / static_cast<double>(a.samples.size()) + 1e-9));
}

TEST(Photograph, HasTheSizeThatItsHeaderSays) {
  for (const auto& photograph : kPhotographs) {
    const auto header = read_header(read_photograph(photograph), {});
    ASSERT_TRUE(header) << photograph.name;
    EXPECT_EQ(header->width, photograph.width) << photograph.name;
    EXPECT_EQ(header->height, photograph.height) << photograph.name;
  }
}

TEST(Photograph, LooksTheSameShrunkWhileLoadingAsDecodedInFull) {
  for (const auto& photograph : kPhotographs) {
    const auto original = read_photograph(photograph);
    const Recipe small{.fit = Fit::width, .width = 300, .format = Format::png};
    // A lossless copy of full size is decoded in full.
    const auto full = rendered(original, {.format = Format::png});
    ASSERT_TRUE(full) << photograph.name;
    // As the long way resizes it.
    const auto expected = rendered(full->bytes, small, {.planar = false});
    const auto encoded = rendered(original, small);
    ASSERT_TRUE(expected && encoded) << photograph.name;
    EXPECT_GT(psnr(pictures::look(encoded->bytes), pictures::look(expected->bytes)), 40)
        << photograph.name;
  }
}

// The short way beside the long one in linear light, which it stands for.
TEST(Photograph, LooksTheSameBothWays) {
  const char* const names[] = {"analogpattern_by_Peter_Nerlich.jpg",
                               "free_by_Peter_Nerlich.jpg",
                               "umang_by_Abhishek_Mudgal.jpg"};
  for (const char* name : names) {
    const auto original = read_photograph({name, 0, 0});
    for (const std::uint32_t width : {90U, 300U, 700U, 1500U}) {
      const Recipe recipe{.fit = Fit::width, .width = width, .quality = 95, .linear_light = true};
      Limits long_way;
      long_way.planar = false;
      const auto shorter = rendered(original, recipe);
      const auto longer = rendered(original, recipe, long_way);
      ASSERT_TRUE(shorter && longer) << name;
      EXPECT_GT(psnr(pictures::look(shorter->bytes), pictures::look(longer->bytes)), 33)
          << name << " at " << width;
    }
  }
}

TEST(Photograph, SurvivesEveryEncoder) {
  for (const auto& photograph : kPhotographs) {
    const auto original = read_photograph(photograph);
    const auto exact = rendered(original, {.fit = Fit::width, .width = 300, .format = Format::png});
    ASSERT_TRUE(exact) << photograph.name;
    const auto reference = pictures::look(exact->bytes);
    for (const auto format : {Format::jpeg, Format::webp, Format::avif}) {
      const Recipe recipe{.fit = Fit::width, .width = 300, .format = format};
      const auto encoded = rendered(original, recipe);
      ASSERT_TRUE(encoded) << photograph.name;
      EXPECT_GT(psnr(pictures::look(encoded->bytes), reference), 28)
          << photograph.name << extension_of(format);
      EXPECT_LT(encoded->bytes.size(), exact->bytes.size() / 2)
          << photograph.name << extension_of(format);
    }
  }
}

}  // namespace
}  // namespace vitrine::images
