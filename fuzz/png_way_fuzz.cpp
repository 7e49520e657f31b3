// The short way of a PNG: chunks, inflate, filters, the resize to a size that depends on that of
// the file (which must be the same on every processor), and the writer.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/png/read_png.h"
#include "images/png/shrink_png.h"
#include "images/png/write_png.h"

using namespace vitrine::images;

namespace {

constexpr std::uint64_t kPixelsMax = 300'000;

void require(bool holds) {
  if (!holds) std::abort();
}

Plan make_plan_of(Size from, std::size_t seed) {
  Plan plan;
  const auto divided_by = static_cast<std::uint32_t>(1 + seed % 5);
  plan.scaled = {(from.width + divided_by - 1) / divided_by,
                 (from.height + divided_by - 1) / divided_by};
  plan.resizes = divided_by > 1;
  plan.crop.size = {(plan.scaled.width + 1) / 2, plan.scaled.height};
  plan.crop.left = plan.scaled.width - plan.crop.size.width;
  plan.flatten = seed % 2 == 0;
  return plan;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = read_png(bytes);
  if (!file || file->size.pixels() > kPixelsMax) return 0;
  const std::atomic<bool> nobody_cancels{false};
  const Deadline deadline(std::chrono::hours(1), nobody_cancels);
  const auto plan = make_plan_of(file->size, size);
  const auto pixels = shrink_png(*file, plan, resampler(), deadline);
  const auto plain = shrink_png(*file, plan, plain_resampler(), deadline);
  require(pixels.has_value() == plain.has_value());
  if (!pixels) return 0;
  require(pixels->size == plan.crop.size && pixels->bytes() == plain->bytes());
  require(std::equal(
      pixels->samples.get(), pixels->samples.get() + pixels->bytes(), plain->samples.get()));
  const auto written = write_png({.samples = pixels->samples.get(),
                                  .width = pixels->size.width,
                                  .height = pixels->size.height,
                                  .pixel_bytes = pixels->bands},
                                 {});
  require(read_png(written).has_value());
  return 0;
}
