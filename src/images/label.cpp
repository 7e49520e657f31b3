#include "images/label.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "images/drawing/layout.h"
#include "images/drawing/letters.h"
#include "images/drawing/paint.h"
#include "images/drawing/undrawable.h"
#include "images/encode.h"

namespace vitrine::images {

namespace {

constexpr Colour kPurple{109, 40, 217};
constexpr Colour kRed{207, 34, 46};

// Of WCAG 2: how much light comes from a colour, 0 to 1.
double luminance(Colour colour) {
  const auto linear = [](std::uint8_t sample) {
    const double share = sample / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

std::string hex(Colour colour) {
  return fmt::format("{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

Result<void> check_scale(int scale) {
  if (scale >= 1 && scale <= kLabelScaleMax) return {};
  return fail(FailureKind::bad_request,
              fmt::format("A label is drawn at a scale of 1 to {}, not {}", kLabelScaleMax, scale));
}

}  // namespace

double contrast(Colour one, Colour other) {
  const double a = luminance(one) + 0.05;
  const double b = luminance(other) + 0.05;
  return a > b ? a / b : b / a;
}

Label popular_label() {
  return {.text = "POPULAR", .background = kPurple};
}

Label hot_label() {
  return {.text = "HOT", .background = kRed};
}

Label blank_label() {
  return {.text = {}};
}

Label counter_label(std::string caption, std::string text) {
  Label label{.shape = LabelShape::counter, .text = std::move(text), .caption = std::move(caption)};
  return label;
}

bool is_blank(const Label& label) {
  if (label.image) return false;
  const bool has_caption = label.shape == LabelShape::counter && has_visible(label.caption);
  return !has_caption && !has_visible(label.text);
}

Result<void> check_label(const Label& label) {
  TRY_VOID(check_label_text(label.text));
  return check_label_text(label.caption);
}

std::string label_digest(const Label& label) {
  // No text has an end of line, so no two labels are written alike.
  auto fields = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}",
                            static_cast<int>(label.shape),
                            label.text,
                            hex(label.background),
                            hex(label.text_colour),
                            label.caption,
                            hex(label.caption_background),
                            hex(label.caption_colour));
  if (label.image) fields += "\n" + label.image->version;
  constexpr std::size_t kDigits = 16;
  return crypto::hex(crypto::sha256(fields)).substr(0, kDigits);
}

Result<Encoded> draw_label(const Label& label, int scale, Format format) {
  TRY_VOID(check_label(label));
  TRY_VOID(check_scale(scale));
  try {
    const auto layout = lay_out(label);
    const auto times = static_cast<std::uint32_t>(scale);
    const Size size{layout.size.width * times, layout.size.height * times};
    return Encoded{encode_drawing(paint(layout, size), format), format, size.width, size.height};
  } catch (const vips::VError& error) {
    return std::unexpected(undrawable(error));
  }
}

}  // namespace vitrine::images
