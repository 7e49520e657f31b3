// Our own reading of picture files: magic bytes, structure of the five formats, EXIF credit, WebP
// chunks, and the plan that is made from the numbers found. libvips is not called.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/credit.h"
#include "images/plan.h"
#include "images/planar/srgb_profile.h"
#include "images/survey/survey.h"
#include "images/webp_file.h"

using namespace vitrine::images;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr Corrupt kWays[] = {Corrupt::refuse, Corrupt::refuse_cut, Corrupt::best_effort};

void plan_it(const Survey& found, const Recipe& recipe) {
  const Source source{.format = found.format,
                      .size = {found.width, found.height},
                      .frames = found.frames,
                      .orientation = 1 + static_cast<int>(found.width % 8)};
  const Limits limits;
  const auto plan = make_plan(recipe, source, limits);
  if (!plan) return;
  require(plan->crop.size.pixels() > 0);
  require(plan->scaled.pixels() <= limits.result_pixels_max);
  require(plan->crop.left + plan->crop.size.width <= plan->scaled.width);
  require(plan->crop.top + plan->crop.size.height <= plan->scaled.height);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto corrupt : kWays) {
    const auto found = survey(bytes, corrupt);
    if (!found) continue;
    require(found->width > 0 && found->height > 0 && found->frames > 0);
    require(sniff(bytes) == found->format);
    plan_it(*found, {.fit = Fit::width, .width = 500});
    plan_it(*found, {.fit = Fit::cover, .width = 300, .height = 400, .enlarge = true});
    plan_it(*found, {.fit = Fit::height, .height = 4'294'967'295, .enlarge = true});
  }
  // Each on any bytes: a file may lie about its format.
  if (bytes.size() >= 16) {
    for (const auto corrupt : kWays) {
      (void)survey_jpeg(bytes, corrupt);
      (void)survey_png(bytes, corrupt);
    }
    (void)survey_webp(bytes);
    (void)survey_avif(bytes);
    (void)survey_gif(bytes);
  }
  const auto credit = read_credit(bytes);
  require(credit.copyright.size() <= 1'000 && credit.artist.size() <= 1'000);
  (void)without_exif(bytes);
  (void)is_srgb_profile(bytes);
  return 0;
}
