#include "images/planar/shrink_planes.h"

#include <algorithm>
#include <cstdlib>

#include "images/planar/light.h"
#include "images/planar/light_rows.h"
#include "images/planar/lines.h"

namespace vitrine::images {

namespace {

using Samples = PlaneOf<std::int16_t>;

// Room to read whole vectors behind the last sample of a row.
std::size_t padded(std::size_t width) {
  return (width + kTapsMultiple - 1) / kTapsMultiple * kTapsMultiple + kTapsMultiple;
}

// Rows of samples that are made when they are first asked for, and kept as long as they may be
// asked for again: those who ask go down.
template <typename MakeRow>
class RowWindow {
 public:
  // At most `rows` rows are asked for at a time, each `stride` samples long.
  RowWindow(std::size_t rows, std::size_t stride, MakeRow make_row)
      : rows_(rows), stride_(stride), make_row_(make_row), samples_((rows + kSpare) * stride) {}

  // Rows `first` and the following, one after another. `first` never gets smaller.
  const std::int16_t* from(std::size_t first) {
    if (first + rows_ > begin_ + rows_ + kSpare) {
      const auto kept = end_ > first ? end_ - first : 0;
      std::copy_n(at(end_ - kept), kept * stride_, samples_.data());
      begin_ = first;
      end_ = first + kept;
    }
    for (; end_ < first + rows_; ++end_) make_row_(end_, at(end_));
    return at(first);
  }

  std::size_t stride() const { return stride_; }

 private:
  // Rows are moved up once for so many.
  static constexpr std::size_t kSpare = 32;

  std::int16_t* at(std::size_t row) { return samples_.data() + (row - begin_) * stride_; }

  std::size_t rows_;
  std::size_t stride_;
  MakeRow make_row_;
  std::vector<std::int16_t> samples_;
  // Rows that are there.
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

struct Resize {
  const PlaneLines& lines;
  const Resampler& resampler;
  const Deadline& deadline;

  // `make_row(y, samples)` makes row y of the original, `width` samples.
  template <typename MakeRow>
  Samples of(std::size_t width, MakeRow make_row) const {
    const auto across = weights_for(lines.across);
    const auto down = weights_for(lines.down);
    RowWindow window(down->used_taps(), padded(width), make_row);
    std::vector<std::int16_t> row(padded(lines.across.length));
    Samples result(lines.across.count, lines.down.count, padded(lines.across.count));
    for (std::size_t i = 0; i < result.height; ++i) {
      if (i % 16 == 0) deadline.check();
      const auto y = lines.down.step < 0 ? result.height - 1 - i : i;
      const auto* const rows = window.from(down->first(y));
      const auto used = row.size() - kTapsMultiple;
      resampler.add_rows(rows, window.stride(), down->of(y), down->used_taps(), used, row.data());
      resampler.shrink_row(row.data(), *across, result.row(y));
    }
    return result;
  }
};

LumaRow luma_row(const DecodedPlanes& decoded, std::size_t y) {
  const auto block_row = y / static_cast<std::size_t>(decoded.scales.luma);
  return {{decoded.spread.row(block_row), decoded.spread.width}, decoded.luma.row(y)};
}

Samples resize_luma(const DecodedPlanes& decoded, const Resize& resize) {
  return resize.of(decoded.luma.width, [&](std::size_t y, std::int16_t* to) {
    write_light(luma_row(decoded, y), decoded.scales.luma, to);
  });
}

// How much light a difference of colour makes beside the luma of that place: for a sample of colour
// the mean of the one, two or four samples of luma that it has.
Samples make_slopes(const DecodedPlanes& decoded) {
  // Each way, 0 for one and 1 for two.
  const auto across = decoded.luma.width / decoded.blue.width - 1;
  const auto down = decoded.luma.height / decoded.blue.height - 1;
  Samples slopes(decoded.blue.width, decoded.blue.height);
  for (std::size_t y = 0; y < decoded.luma.height; ++y) {
    add_slopes(luma_row(decoded, y),
               decoded.scales.luma,
               across == 1,
               across + down,
               slopes.row(y >> down));
  }
  return slopes;
}

Samples resize_colour(const Plane& plane, const Samples& slopes, const Resize& resize) {
  return resize.of(plane.width, [&](std::size_t y, std::int16_t* to) {
    const auto* const samples = plane.row(y);
    const auto* const weights = slopes.row(y);
    for (std::size_t x = 0; x < plane.width; ++x) {
      const int weighted = (samples[x] - 128) * weights[x];
      to[x] = static_cast<std::int16_t>((weighted + (1 << (kSlopeShift - 1))) >> kSlopeShift);
    }
  });
}

Plane to_luma(const Samples& light) {
  const auto& tables = Light::tables();
  Plane result(light.width, light.height);
  for (std::size_t y = 0; y < light.height; ++y) {
    std::transform(
        light.row(y), light.row(y) + light.width, result.row(y), [&](std::int16_t sample) {
          return tables.to_luma(sample);
        });
  }
  return result;
}

// The luma beside a sample of colour.
std::uint8_t luma_at(const Plane& luma, std::size_t x, std::size_t y, std::size_t pixels) {
  const auto left = x * pixels;
  const auto right = std::min<std::size_t>(left + pixels, luma.width) - 1;
  const auto* const top = luma.row(y * pixels);
  const auto* const bottom = luma.row(std::min<std::size_t>((y + 1) * pixels, luma.height) - 1);
  return static_cast<std::uint8_t>((top[left] + top[right] + bottom[left] + bottom[right] + 2) / 4);
}

Plane to_colour(const Samples& weighted, const Plane& luma, bool half) {
  const auto& tables = Light::tables();
  Plane result(weighted.width, weighted.height);
  for (std::size_t y = 0; y < weighted.height; ++y) {
    const auto* const samples = weighted.row(y);
    auto* const to = result.row(y);
    for (std::size_t x = 0; x < weighted.width; ++x) {
      to[x] = tables.to_colour(samples[x], luma_at(luma, x, y, half ? 2 : 1));
    }
  }
  return result;
}

Plane turned(const Plane& plane) {
  Plane result(plane.height, plane.width);
  for (std::size_t y = 0; y < plane.height; ++y) {
    const auto* const samples = plane.row(y);
    for (std::size_t x = 0; x < plane.width; ++x) result.row(x)[y] = samples[x];
  }
  return result;
}

}  // namespace

FinishedPlanes shrink_planes(const DecodedPlanes& decoded,
                             const Plan& plan,
                             const Resampler& resampler,
                             const Deadline& deadline) {
  FinishedPlanes finished{.grey = decoded.grey,
                          .half_chroma = plan.planar->encoding.subsample,
                          .luma = {},
                          .blue = {},
                          .red = {}};
  const auto lines = luma_lines(decoded, plan);
  finished.luma = to_luma(resize_luma(decoded, {lines, resampler, deadline}));
  if (!decoded.grey) {
    const auto slopes = make_slopes(decoded);
    const auto half = finished.half_chroma;
    const auto colour_lines = chroma_lines(decoded, plan, half);
    const Resize resize{colour_lines, resampler, deadline};
    finished.blue = to_colour(resize_colour(decoded.blue, slopes, resize), finished.luma, half);
    finished.red = to_colour(resize_colour(decoded.red, slopes, resize), finished.luma, half);
  }
  if (plan.orientation >= 5) {
    for (auto* plane : {&finished.luma, &finished.blue, &finished.red}) *plane = turned(*plane);
  }
  return finished;
}

}  // namespace vitrine::images
