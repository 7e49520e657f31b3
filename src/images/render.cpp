#include "images/render.h"

#include <utility>
#include <vector>

#include "images/decode.h"
#include "images/encode.h"
#include "images/planar/coefficients.h"
#include "images/planar/planar.h"
#include "images/png/png_way.h"
#include "images/steps/steps.h"
#include "images/survey/broken.h"

namespace vitrine::images {

namespace {

using vips::VImage;

// One frame from decoder to finished pixels.
VImage make_frame(VImage image, const Plan& plan, const Deadline& deadline) {
  // Sizes are final: steps read the plan, never the recipe.
  image = eight_bits(image, plan);
  image = flatten(image, plan);
  image = to_light(image, plan);
  image = shrink(image, plan);
  image = from_light(image, plan);
  // Small from here on; rows still come in order.
  image = srgb(image, plan);
  image = upright(image, plan, deadline);
  image = crop(image, plan);
  return in_memory(image, deadline);
}

// Frames are finished one after another, so that only results are all in memory at once.
VImage make_pixels(const VImage& decoded,
                   const std::optional<VImage>& label,
                   const Plan& plan,
                   const Deadline& deadline) {
  std::vector<VImage> frames;
  for (std::uint32_t index = 0; index < plan.frames; ++index) {
    const auto frame = make_frame(cut_frame(decoded, plan, index), plan, deadline);
    frames.push_back(label ? put_label(frame, *label, plan) : frame);
  }
  if (plan.frames == 1) return frames.front();
  return VImage::arrayjoin(frames, VImage::option()->set("across", 1));
}

Encoded encoded(std::string bytes, const Plan& plan) {
  return {.bytes = std::move(bytes),
          .format = plan.encoding.format,
          .width = plan.crop.size.width,
          .height = plan.crop.size.height};
}

// The long way has its own time: who verifies is not in a hurry.
Result<Difference> compare(std::string_view original,
                           Recipe recipe,
                           Limits limits,
                           const std::atomic<bool>& cancelled,
                           std::string_view bytes) {
  limits.planar = false;
  recipe.linear_light = true;
  TRY(const auto expected, render(original, recipe, limits, cancelled));
  return difference_of(bytes, expected.bytes);
}

// What went the short way, where that is asked for.
void verify(std::string_view original,
            const Recipe& recipe,
            const Limits& limits,
            const std::atomic<bool>& cancelled,
            Encoded& made) {
  if (limits.verify) made.difference = compare(original, recipe, limits, cancelled, made.bytes);
}

// libvips misses what libjpeg warns of behind the last row, so it is asked itself. Kinds and sizes
// that `Coefficients` does not take are left to libvips alone.
Result<void> check_sound(std::string_view original,
                         const Source& source,
                         const Limits& limits,
                         const Deadline& deadline) {
  if (limits.corrupt != Corrupt::refuse || source.format != Format::jpeg) return {};
  const auto coefficients = Coefficients::open(original, deadline);
  if (coefficients && !coefficients->read()) return broken("libjpeg warned");
  return {};
}

// A copyright is kept by the long way only.
bool goes_short(const Opened& opened, const Plan& plan) {
  return plan.planar && read_notes(opened.image, plan).credit.empty();
}

Failure failure_of(const vips::VError& error, const Deadline* deadline) {
  vips_error_clear();
  if (deadline != nullptr && deadline->passed()) return deadline->failure();
  return broken(error.what()).error();
}

// Pictures that can share a decode. Lives on: one job.
class Siblings {
 public:
  using Made = std::vector<std::optional<Result<Encoded>>>;

  // VError may be thrown.
  Siblings(std::string_view original, std::span<const Recipe> recipes, const Limits& limits)
      : original_(original), limits_(limits) {
    const auto opened = open(original, limits);
    if (!opened) return;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
      const auto plan = make_plan(recipes[i], opened->source, limits);
      if (!plan || !goes_short(*opened, *plan)) continue;
      plans_.push_back(*plan);
      places_.push_back(i);
    }
  }

  // Those that stay absent are to be made alone.
  void make(const std::atomic<bool>& cancelled, const KeptPlanes& kept, Made& made) const {
    if (plans_.size() < 2) return;
    const auto planes = decode(cancelled, kept);
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      auto& result = made[places_[i]];
      if (!planes) {
        result = std::unexpected(planes.error());
      } else if ((*planes)[i]) {
        result = finish(*(*planes)[i], plans_[i], cancelled);
      }
    }
  }

 private:
  Result<std::vector<SharedPlanes>> decode(const std::atomic<bool>& cancelled,
                                           const KeptPlanes& kept) const {
    const Deadline deadline(limits_.render_time_max, cancelled);
    try {
      return planes_for(original_, plans_, deadline, kept);
    } catch (const vips::VError& error) {
      return std::unexpected(failure_of(error, &deadline));
    }
  }

  Result<Encoded> finish(const DecodedPlanes& planes,
                         const Plan& plan,
                         const std::atomic<bool>& cancelled) const {
    const Deadline deadline(limits_.render_time_max, cancelled);
    try {
      return encoded(finish_planar(planes, plan, deadline), plan);
    } catch (const vips::VError& error) {
      return std::unexpected(failure_of(error, &deadline));
    }
  }

  std::string_view original_;
  const Limits& limits_;
  std::vector<Plan> plans_;
  // Of each plan among the recipes.
  std::vector<std::size_t> places_;
};

}  // namespace

Result<Header> read_header(std::string_view original, const Limits& limits) {
  try {
    TRY(const auto opened, open(original, limits));
    const auto& source = opened.source;
    const auto size = source.upright();
    return Header{size.width, size.height, source.frames, content_type(source.format)};
  } catch (const vips::VError& error) {
    return std::unexpected(failure_of(error, nullptr));
  }
}

Result<Encoded> render(std::string_view original,
                       const Recipe& recipe,
                       const Limits& limits,
                       const std::atomic<bool>& cancelled,
                       const KeptPlanes& kept) {
  const Deadline deadline(limits.render_time_max, cancelled);
  try {
    TRY(const auto opened, open(original, limits));
    TRY(const auto plan, make_plan(recipe, opened.source, limits));
    if (goes_short(opened, plan)) {
      const auto planes = planes_for(original, std::span(&plan, 1), deadline, kept).front();
      if (planes) {
        auto finished = encoded(finish_planar(*planes, plan, deadline), plan);
        verify(original, recipe, limits, cancelled, finished);
        return finished;
      }
    }
    TRY_VOID(check_sound(original, opened.source, limits, deadline));
    TRY(const auto label, draw_planned_label(plan));
    const auto decoded = decode(original, opened, plan);
    const auto notes = read_notes(decoded.image, plan);
    const auto short_pixels =
        plan.png ? make_png_pixels(original, label, plan, deadline) : std::nullopt;
    const auto pixels =
        short_pixels ? *short_pixels : make_pixels(decoded.image, label, plan, deadline);
    auto finished = encoded(encode(pixels, notes, plan, deadline), plan);
    if (short_pixels) verify(original, recipe, limits, cancelled, finished);
    finished.cut = opened.cut;
    return finished;
  } catch (const vips::VError& error) {
    return std::unexpected(failure_of(error, &deadline));
  }
}

std::vector<Result<Encoded>> render_many(std::string_view original,
                                         std::span<const Recipe> recipes,
                                         const Limits& limits,
                                         const std::atomic<bool>& cancelled,
                                         const KeptPlanes& kept) {
  Siblings::Made made(recipes.size());
  try {
    if (recipes.size() > 1) Siblings(original, recipes, limits).make(cancelled, kept, made);
  } catch (const vips::VError&) {
    // Each of them finds out for itself what is wrong.
    vips_error_clear();
  }
  std::vector<Result<Encoded>> results;
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    if (made[i] && *made[i]) verify(original, recipes[i], limits, cancelled, **made[i]);
    results.push_back(made[i] ? *std::move(made[i])
                              : render(original, recipes[i], limits, cancelled, kept));
  }
  return results;
}

}  // namespace vitrine::images
