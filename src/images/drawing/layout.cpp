#include "images/drawing/layout.h"

#include <algorithm>
#include <cmath>

#include "images/drawing/letters.h"
#include "images/drawing/undrawable.h"

namespace vitrine::images {

namespace {

// Odd and even as the height of the label, so that the letters stand on whole pixels, as far from
// the top as from the bottom.
constexpr double kBadgeCapHeight = 17;
constexpr double kBadgePadding = 22;

constexpr std::uint32_t kCounterHeight = 28;
constexpr double kCounterCapHeight = 8;
// The round end takes some of the room at its side.
constexpr double kCounterPadding = 12;
constexpr double kCounterInnerPadding = 9;
constexpr double kCounterTextWidthMax = 300;

// Texts are measured at this multiple, and so to an eighth of a pixel.
constexpr double kMeasureScale = 8;

double measure(std::string_view text, const TextStyle& style, double cap_height) {
  return ink_of(text, style, cap_height * kMeasureScale).coverage.width() / kMeasureScale;
}

// A counter does not change its width while its number changes.
std::string with_widest_digits(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c >= '0' && c <= '9'; }, '0');
  return text;
}

// Sets the text, smaller if it is wider than `width_max`. What it takes of the width comes back.
double set_text(LabelPart& part,
                const std::string& text,
                const TextStyle& style,
                double cap_height,
                double width_max) {
  part.text = text;
  part.cap_height = cap_height;
  part.text_width = measure(text, style, cap_height);
  const auto widest = with_widest_digits(text);
  double room = part.text_width;
  if (widest != text) room = std::max(room, measure(widest, style, cap_height));
  if (room <= width_max) return room;
  part.cap_height *= width_max / room;
  part.text_width *= width_max / room;
  return width_max;
}

LabelLayout lay_out_badge(const Label& label) {
  LabelLayout layout{.size = kBadgeSize, .style = {Weight::bold, 0.06}, .parts = {}};
  if (!has_visible(label.text)) return layout;
  LabelPart part{.width = kBadgeSize.width,
                 .background = label.background,
                 .text_colour = label.text_colour,
                 .text = {}};
  const double room = kBadgeSize.width - 2 * kBadgePadding;
  set_text(part, label.text, layout.style, kBadgeCapHeight, room);
  part.base = (kBadgeSize.height + part.cap_height) / 2;
  part.middle = part.width / 2;
  layout.parts.push_back(std::move(part));
  return layout;
}

struct Padding {
  double left = 0;
  double right = 0;
};

void add_counter_part(LabelLayout& layout,
                      LabelPart part,
                      const std::string& text,
                      Padding padding) {
  const double room = set_text(part, text, layout.style, kCounterCapHeight, kCounterTextWidthMax);
  part.left = layout.size.width;
  // The parts meet between two pixels.
  part.width = std::ceil(padding.left + room + padding.right);
  part.base = (kCounterHeight + part.cap_height) / 2;
  part.middle = part.left + padding.left + room / 2;
  layout.size.width += static_cast<std::uint32_t>(part.width);
  layout.parts.push_back(std::move(part));
}

LabelLayout lay_out_counter(const Label& label) {
  LabelLayout layout{.size = {0, kCounterHeight}, .style = {Weight::semibold, 0.015}, .parts = {}};
  const bool has_caption = has_visible(label.caption);
  const bool has_text = has_visible(label.text);
  if (has_caption) {
    const LabelPart part{
        .background = label.caption_background, .text_colour = label.caption_colour, .text = {}};
    const double right = has_text ? kCounterInnerPadding : kCounterPadding;
    add_counter_part(layout, part, label.caption, {kCounterPadding, right});
  }
  if (has_text) {
    const LabelPart part{
        .background = label.background, .text_colour = label.text_colour, .text = {}};
    const double left = has_caption ? kCounterInnerPadding : kCounterPadding;
    add_counter_part(layout, part, label.text, {left, kCounterPadding});
  }
  layout.size.width = std::max(layout.size.width, kCounterHeight);
  return layout;
}

}  // namespace

LabelLayout lay_out(const Label& label) {
  return label.shape == LabelShape::badge ? lay_out_badge(label) : lay_out_counter(label);
}

Result<Size> label_size(const Label& label) {
  TRY_VOID(check_label(label));
  if (label.image) return Size{label.image->width, label.image->height};
  if (label.shape == LabelShape::badge) return kBadgeSize;
  try {
    return lay_out_counter(label).size;
  } catch (const vips::VError& error) {
    return std::unexpected(undrawable(error));
  }
}

}  // namespace vitrine::images
