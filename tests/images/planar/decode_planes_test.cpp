#include "images/planar/decode_planes.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "images/sampled_jpeg.h"

namespace vitrine::images {
namespace {

const std::atomic<bool> kNobodyCancels{false};
const Deadline kNoHurry{std::chrono::hours(1), kNobodyCancels};

std::optional<DecodedPlanes> decoded(std::string_view jpeg, Scales scales) {
  const auto header = read_jpeg_header(jpeg);
  if (!header) return std::nullopt;
  return decode_planes(*header, scales, kNoHurry);
}

struct Row {
  const char* reason;
  SampledJpeg jpeg;
};

std::vector<Row> kinds() {
  return {
      {"4:2:0", {.across = 2, .down = 2}},
      {"4:2:2", {.across = 2, .down = 1}},
      {"4:4:0", {.across = 1, .down = 2}},
      {"4:4:4", {.across = 1, .down = 1}},
      {"grey", {.across = 1, .down = 1, .grey = true}},
      {"grey that claims sampling", {.across = 2, .down = 2, .grey = true}},
      {"sides that are no multiple of a unit", {.width = 37, .height = 29}},
      {"one pixel", {.width = 1, .height = 1}},
      {"restart marks after every unit", {.width = 100, .height = 70, .restart = 1}},
      {"restart marks after five units", {.width = 100, .height = 70, .restart = 5}},
      {"large numbers", {.quality = 100, .across = 1, .down = 1}},
      {"hardly any numbers", {.quality = 3}},
  };
}

// The mean over the pixels of the original that a sample stands for.
double mean_of(
    const std::vector<std::uint8_t>& luma, int width, int height, int x, int y, int side) {
  double sum = 0;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const auto across = std::min(x * side + column, width - 1);
      const auto down = std::min(y * side + row, height - 1);
      sum += luma[static_cast<std::size_t>(down * width + across)];
    }
  }
  return sum / (side * side);
}

TEST(DecodePlanes, InFullGivesTheLumaOfLibjpeg) {
  for (const auto& row : kinds()) {
    const auto jpeg = make_sampled_jpeg(row.jpeg);
    const auto planes = decoded(jpeg, {8, 8});
    ASSERT_TRUE(planes) << row.reason;
    const auto expected = luma_of(jpeg);
    for (int y = 0; y < row.jpeg.height; ++y) {
      for (int x = 0; x < row.jpeg.width; ++x) {
        const int seen = planes->luma.row(static_cast<std::size_t>(y))[x];
        ASSERT_NEAR(seen, expected[static_cast<std::size_t>(y * row.jpeg.width + x)], 1)
            << row.reason << " at " << x << ", " << y;
      }
    }
  }
}

TEST(DecodePlanes, ShrinksByLeavingOutFineWaves) {
  // Waves so long that a box and a shorter transform see the same.
  const auto smooth = [](int x, int y) {
    const int value = static_cast<int>(128 + 90 * std::sin(x * 0.03) * std::cos(y * 0.04));
    return std::vector<int>{value, value, value};
  };
  for (const int scale : {1, 2, 4, 8}) {
    const SampledJpeg options{.width = 160, .height = 96, .quality = 98, .colour = smooth};
    const auto jpeg = make_sampled_jpeg(options);
    const auto planes = decoded(jpeg, {scale, scale});
    ASSERT_TRUE(planes) << scale;
    const auto full = luma_of(jpeg);
    const int side = 8 / scale;
    for (int y = 0; y < 96 / side; ++y) {
      for (int x = 0; x < 160 / side; ++x) {
        EXPECT_NEAR(
            planes->luma.row(static_cast<std::size_t>(y))[x], mean_of(full, 160, 96, x, y, side), 2)
            << scale;
      }
    }
  }
}

TEST(DecodePlanes, GivesEveryScaleOfEveryKindTheSameMean) {
  for (const auto& row : kinds()) {
    const auto jpeg = make_sampled_jpeg(row.jpeg);
    const auto full = decoded(jpeg, {8, 8});
    ASSERT_TRUE(full);
    const auto mean = [](const Plane& plane) {
      double sum = 0;
      for (const auto sample : plane.samples) sum += sample;
      return sum / static_cast<double>(plane.samples.size());
    };
    for (int scale = 1; scale < 8; ++scale) {
      const auto planes = decoded(jpeg, {scale, scale});
      ASSERT_TRUE(planes) << row.reason << scale;
      EXPECT_NEAR(mean(planes->luma), mean(full->luma), 1) << row.reason << scale;
      if (row.jpeg.grey) continue;
      EXPECT_NEAR(mean(planes->blue), mean(full->blue), 1) << row.reason << scale;
      EXPECT_NEAR(mean(planes->red), mean(full->red), 1) << row.reason << scale;
    }
  }
}

TEST(DecodePlanes, TellsHowMuchEachBlockLost) {
  const auto lines = [](int x, int /*y*/) {
    const int value = x < 32 ? 128 : (x % 2 == 0 ? 28 : 228);
    return std::vector<int>{value, value, value};
  };
  for (const int quality : {98, 90, 70}) {
    const auto jpeg =
        make_sampled_jpeg({.width = 64, .height = 16, .quality = quality, .colour = lines});
    for (const int scale : {1, 2, 3}) {
      const auto small = decoded(jpeg, {scale, scale});
      ASSERT_TRUE(small);
      EXPECT_EQ(small->spread.row(0)[1], 0) << "a flat block loses nothing";
      EXPECT_NEAR(small->spread.row(0)[6] * kSpreadStep, 100, 8) << "lines of 28 and 228";
    }
    const auto full = decoded(jpeg, {8, 8});
    ASSERT_TRUE(full);
    EXPECT_EQ(full->spread.row(0)[6], 0) << "nothing is left out";
  }
}

TEST(DecodePlanes, LeavesWhatIsNotItsKindToOthers) {
  const auto whole = make_sampled_jpeg({.width = 100, .height = 70});
  const auto marked = make_sampled_jpeg({.width = 100, .height = 70, .restart = 1});
  auto swapped = marked;
  swapped[swapped.find("\xff\xd1") + 1] = '\xd2';
  auto longer = whole;
  longer.insert(longer.size() - 2, 20, '\x55');
  auto wider = whole;
  // The low byte of the width, in the frame header.
  wider[wider.find("\xff\xc0") + 8] = '\x7f';

  struct Case {
    const char* reason;
    std::string jpeg;
  };

  const Case cases[] = {
      {"nothing", ""},
      {"progressive", make_sampled_jpeg({.progressive = true})},
      {"no end mark", whole.substr(0, whole.size() - 2)},
      {"cut in its scan", whole.substr(0, whole.size() * 3 / 4) + "\xff\xd9"},
      {"restart marks out of order", swapped},
      {"bytes behind its last block", longer},
      {"more blocks than it has bits for", wider},
  };
  for (const auto& row : cases) EXPECT_FALSE(decoded(row.jpeg, {4, 4})) << row.reason;
}

TEST(DecodePlanes, StopsWhenItsTimeHasPassed) {
  const Deadline passed{std::chrono::milliseconds(0), kNobodyCancels};
  const auto jpeg = make_sampled_jpeg({});
  const auto header = read_jpeg_header(jpeg);
  ASSERT_TRUE(header);
  EXPECT_THROW(decode_planes(*header, {8, 8}, passed), vips::VError);
}

}  // namespace
}  // namespace vitrine::images
