#include "images/png/shrink_png.h"

#include <new>
#include <vector>

#include "images/planar/light.h"
#include "images/planar/weights.h"
#include "images/png/png_rows.h"
#include "images/png/row_window.h"

namespace vitrine::images {

namespace {

constexpr std::size_t kRowsPerLook = 16;

// Room to read whole vectors behind the last sample of a row.
std::size_t padded(std::size_t width) {
  return (width + kTapsMultiple - 1) / kTapsMultiple * kTapsMultiple + kTapsMultiple;
}

// One direction of the result.
Line make_line(std::uint32_t length,
               std::uint32_t scaled,
               std::uint32_t from,
               std::uint32_t count) {
  const double step = static_cast<double>(length) / scaled;
  return {.first_centre = (from + 0.5) * step, .step = step, .count = count, .length = length};
}

class Shrinking {
 public:
  Shrinking(const PngFile& file, const Plan& plan, const Resampler& resampler)
      : resampler_(resampler),
        rows_(file),
        kind_(rows_.kind()),
        size_(plan.crop.size),
        width_(file.size.width),
        wide_(padded(width_)),
        narrow_(padded(size_.width)),
        across_(weights_for(
            make_line(file.size.width, plan.scaled.width, plan.crop.left, size_.width))),
        down_(weights_for(
            make_line(file.size.height, plan.scaled.height, plan.crop.top, size_.height))) {
    kind_.on_white = plan.flatten && kind_.has_alpha;
    // First down is faster, as long as the rows that one row of the result needs stay in the second
    // cache. Where they are too many, they wait in their final width.
    across_first_ = down_->used_taps() * kind_.planes() * wide_ > kWindowSamplesMax;
    row_.resize(kind_.planes() * (wide_ + narrow_));
    window_.emplace(down_->used_taps(), kind_.planes() * (across_first_ ? narrow_ : wide_));
  }

  std::size_t bands() const { return kind_.planes(); }

  // Row `y` of the result, from the top. False: the file is broken.
  bool make_row(std::size_t y, std::uint8_t* to) {
    const auto first = down_->first(y);
    const auto* const rows = window_->from(
        first, [this](std::size_t at, std::int16_t* planes) { read_row(at, planes); });
    const bool opaque = transparent_end_ <= first;
    const auto planes = opaque ? kind_.colours : kind_.planes();
    const auto stride = across_first_ ? narrow_ : wide_;
    auto* const sum = row_.data();
    resampler_.add_rows(
        rows, window_->stride(), down_->of(y), down_->used_taps(), planes * stride, sum);
    auto* const narrow = across_first_ ? sum : sum + kind_.planes() * wide_;
    if (!across_first_) shrink_across(sum, planes, narrow);
    from_light(narrow, kind_, size_.width, narrow_, opaque, to);
    opaque_ = opaque_ && opaque;
    return !broken_;
  }

  bool opaque() const { return opaque_; }

 private:
  // A megabyte.
  static constexpr std::size_t kWindowSamplesMax = std::size_t{1} << 19;

  void read_row(std::size_t y, std::int16_t* to) {
    const auto* const row = rows_.next();
    if (row == nullptr) {
      broken_ = true;
      return;
    }
    auto* const planes = across_first_ ? row_.data() : to;
    if (!to_light(row, kind_, width_, wide_, planes)) transparent_end_ = y + 1;
    if (across_first_) shrink_across(planes, kind_.planes(), to);
  }

  void shrink_across(const std::int16_t* from, std::size_t planes, std::int16_t* to) const {
    for (std::size_t i = 0; i < planes; ++i) {
      resampler_.shrink_row(from + i * wide_, *across_, to + i * narrow_);
    }
  }

  const Resampler& resampler_;
  PngRows rows_;
  RowKind kind_;
  Size size_;
  std::size_t width_;
  // Samples from one plane of a row to the next, of the original and of the result.
  std::size_t wide_;
  std::size_t narrow_;
  std::shared_ptr<const Weights> across_;
  std::shared_ptr<const Weights> down_;
  bool across_first_ = false;
  std::vector<std::int16_t> row_;
  std::optional<RowWindow> window_;
  // Behind the last row that has transparent pixels.
  std::size_t transparent_end_ = 0;
  bool opaque_ = true;
  bool broken_ = false;
};

FinishedPixels make_pixels(Size size, std::size_t bands) {
  FinishedPixels pixels{.size = size, .bands = bands, .samples = {}};
  pixels.samples.reset(static_cast<std::uint8_t*>(g_try_malloc(pixels.bytes())));
  if (!pixels.samples) throw std::bad_alloc();
  return pixels;
}

// Where nothing is transparent, that need not be said.
void drop_alpha(FinishedPixels& pixels) {
  const auto colours = pixels.bands - 1;
  const auto* from = pixels.samples.get();
  auto* to = pixels.samples.get();
  for (std::uint64_t i = 0; i < pixels.size.pixels(); ++i, ++from) {
    for (std::size_t colour = 0; colour < colours; ++colour) *to++ = *from++;
  }
  pixels.bands = colours;
}

std::optional<FinishedPixels> cut(const PngFile& file, const Plan& plan, const Deadline& deadline) {
  PngRows rows(file);
  auto kind = rows.kind();
  kind.on_white = plan.flatten && kind.has_alpha;
  auto pixels = make_pixels(plan.crop.size, kind.planes());
  const auto bytes = pixels.bands * plan.crop.size.width;
  const std::size_t end = plan.crop.top + plan.crop.size.height;
  for (std::size_t y = 0; y < end; ++y) {
    if (y % kRowsPerLook == 0) deadline.check();
    const auto* const row = rows.next();
    if (row == nullptr) return std::nullopt;
    if (y < plan.crop.top) continue;
    copy_row(row + plan.crop.left * kind.samples(),
             kind,
             plan.crop.size.width,
             pixels.samples.get() + (y - plan.crop.top) * bytes);
  }
  return pixels;
}

}  // namespace

std::optional<FinishedPixels> shrink_png(const PngFile& file,
                                         const Plan& plan,
                                         const Resampler& resampler,
                                         const Deadline& deadline) {
  if (!plan.resizes) return cut(file, plan, deadline);
  Shrinking shrinking(file, plan, resampler);
  auto pixels = make_pixels(plan.crop.size, shrinking.bands());
  const auto bytes = pixels.bands * pixels.size.width;
  for (std::size_t y = 0; y < pixels.size.height; ++y) {
    if (y % kRowsPerLook == 0) deadline.check();
    if (!shrinking.make_row(y, pixels.samples.get() + y * bytes)) return std::nullopt;
  }
  const bool has_alpha = pixels.bands % 2 == 0;
  if (has_alpha && shrinking.opaque()) drop_alpha(pixels);
  return pixels;
}

}  // namespace vitrine::images
