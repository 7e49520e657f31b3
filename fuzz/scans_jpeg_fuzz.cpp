// The short way of a JPEG in several scans: the file without some of them, its coefficients as
// libjpeg-turbo reads them, planes at a scale that depends on the size of the file, and the resize.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/jpeg_scans.h"
#include "images/planar/decode_scans.h"
#include "images/planar/shrink_planes.h"

using namespace vitrine::images;

namespace {

constexpr std::uint32_t kSideMax = 1'000;

void require(bool holds) {
  if (!holds) std::abort();
}

Plan make_plan_of(const JpegHeader& header, std::size_t seed) {
  Plan plan;
  plan.scaled = {(header.width + 2) / 3, (header.height + 2) / 3};
  plan.crop.size = plan.scaled;
  plan.planar = PlanarWay{.scale = static_cast<std::uint32_t>(1 + seed % 8),
                          .in_scans = true,
                          .scans = static_cast<Scans>(seed / 8 % 5),
                          .encoding = {}};
  return plan;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!bytes.starts_with("\xff\xd8\xff")) return 0;
  const std::atomic<bool> nobody_cancels{false};
  const Deadline deadline(std::chrono::hours(1), nobody_cancels);
  const auto file = Coefficients::open(bytes, deadline);
  if (!file) return 0;
  const auto& header = file->header();
  if (header.width > kSideMax || header.height > kSideMax) return 0;
  const auto plan = make_plan_of(header, size);
  const auto wanted = with_scans(bytes, plan.planar->scans);
  require(wanted.size() <= bytes.size() + 2);
  const auto coefficients = Coefficients::open(wanted, deadline);
  if (!coefficients) return 0;
  const int scale = static_cast<int>(plan.planar->scale);
  const auto decoded = decode_scans(*coefficients, {scale, scale}, deadline);
  if (!decoded) return 0;
  require(decoded->original.width == header.width && decoded->original.height == header.height);
  const auto finished = shrink_planes(*decoded, plan, resampler(), deadline);
  require(finished.luma.width == plan.crop.size.width);
  require(finished.luma.height == plan.crop.size.height);
  return 0;
}
