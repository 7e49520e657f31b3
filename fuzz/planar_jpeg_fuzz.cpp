// The short way of a JPEG: header, scan, planes at a scale that depends on the size of the file,
// the smaller scales in one pass, the resize (which must be the same on every processor), a turn,
// and of small ones the encoders.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/planar/decode_planes.h"
#include "images/planar/decode_siblings.h"
#include "images/planar/shrink_planes.h"
#include "images/planar/write_planes.h"

using namespace vitrine::images;

namespace {

constexpr std::uint32_t kSideMax = 2'000;

void require(bool holds) {
  if (!holds) std::abort();
}

Plan make_plan_of(const JpegHeader& header, std::size_t seed) {
  Plan plan;
  plan.orientation = 1 + static_cast<int>(seed / 8 % 8);
  const Size stored{(header.width + 2) / 3, (header.height + 2) / 3};
  plan.scaled = plan.orientation >= 5 ? stored.turned() : stored;
  plan.crop.size = {(plan.scaled.width + 1) / 2, plan.scaled.height};
  plan.crop.left = plan.scaled.width - plan.crop.size.width;
  plan.planar = PlanarWay{.scale = static_cast<std::uint32_t>(1 + seed % 8), .encoding = {}};
  plan.planar->encoding.subsample = seed % 3 != 0;
  return plan;
}

bool same(const Plane& a, const Plane& b) {
  return a.width == b.width && a.height == b.height && a.samples == b.samples;
}

bool same(const DecodedPlanes& a, const DecodedPlanes& b) {
  return same(a.luma, b.luma) && same(a.blue, b.blue) && same(a.red, b.red) &&
         same(a.spread, b.spread);
}

// In one pass with the smaller scales, each must be what it is alone.
void compare_siblings(const JpegHeader& header,
                      const DecodedPlanes& largest,
                      const Deadline& deadline) {
  std::vector<Scales> scales{largest.scales};
  for (int scale = 1; scale < largest.scales.luma; ++scale) scales.push_back({scale, scale});
  const auto together = decode_siblings(header, scales, deadline);
  if (!together) return;
  require(same(together->front(), largest));
  for (std::size_t i = 1; i < scales.size(); ++i) {
    const auto alone = decode_planes(header, scales[i], deadline);
    require(alone && same((*together)[i], *alone));
  }
}

void encode(const FinishedPlanes& planes, const Deadline& deadline) {
  constexpr std::uint32_t kSmall = 64;
  if (planes.luma.width > kSmall || planes.luma.height > kSmall) return;
  require(!write_jpeg(planes, {.format = Format::jpeg, .progressive = true}).empty());
  if (!planes.half_chroma) return;
  require(!write_webp(planes, {.format = Format::webp}, deadline).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = read_jpeg_header(bytes);
  if (!header || header->width > kSideMax || header->height > kSideMax) return 0;
  const std::atomic<bool> nobody_cancels{false};
  const Deadline deadline(std::chrono::hours(1), nobody_cancels);
  const auto plan = make_plan_of(*header, size);
  const auto decoded = decode_planes(*header, choose_scales(*header, plan), deadline);
  if (!decoded) return 0;
  compare_siblings(*header, *decoded, deadline);
  const auto finished = shrink_planes(*decoded, plan, resampler(), deadline);
  require(finished.luma.width == plan.crop.size.width);
  require(finished.luma.height == plan.crop.size.height);
  const auto plain = shrink_planes(*decoded, plan, plain_resampler(), deadline);
  require(same(finished.luma, plain.luma));
  require(same(finished.blue, plain.blue) && same(finished.red, plain.red));
  encode(finished, deadline);
  return 0;
}
