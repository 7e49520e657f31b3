#include <fmt/format.h>

#include "images/drawing/layout.h"
#include "images/drawing/markup.h"
#include "images/drawing/undrawable.h"
#include "images/label.h"

namespace vitrine::images {

namespace {

// Of a capital, in parts of the font's size.
constexpr double kSideBearing = 0.06;

std::string hex(Colour colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

// What a screen reader says.
std::string title_of(const LabelLayout& layout) {
  std::string title;
  for (const auto& part : layout.parts) title += (title.empty() ? "" : ": ") + part.text;
  return escape_markup(title);
}

std::string boxes_of(const LabelLayout& layout) {
  const auto& first = layout.parts.front();
  // The first part lies under all of it, so that no gap shows where the parts meet.
  auto boxes = fmt::format(R"(<rect width="{}" height="{}" rx="{}" fill="{}"/>)",
                           layout.size.width,
                           layout.size.height,
                           layout.size.height / 2.0,
                           hex(first.background));
  if (layout.parts.size() == 1) return boxes;
  const auto& last = layout.parts.back();
  const double radius = layout.size.height / 2.0;
  boxes += fmt::format(R"(<path d="M{} 0h{}a{} {} 0 0 1 0 {}h-{}z" fill="{}"/>)",
                       last.left,
                       last.width - radius,
                       radius,
                       radius,
                       layout.size.height,
                       last.width - radius,
                       hex(last.background));
  return boxes;
}

// Browsers put the spacing behind the last letter, too; so it belongs to their length and not to
// the middle that people see. The bearings beside the first and the last letter are those of our
// font.
std::string text_of(const LabelPart& part, const TextStyle& style) {
  const double font_size = font_size_of(part.cap_height);
  const double behind = style.letter_spacing * font_size;
  return fmt::format(
      R"(<text x="{:.2f}" y="{:.2f}" font-size="{:.2f}" textLength="{:.2f}" lengthAdjust="{}" fill="{}">{}</text>)",
      part.middle + behind / 2,
      part.base,
      font_size,
      part.text_width + behind + 2 * kSideBearing * font_size,
      "spacingAndGlyphs",
      hex(part.text_colour),
      escape_markup(part.text));
}

std::string document(const LabelLayout& layout) {
  auto svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}")",
      layout.size.width,
      layout.size.height);
  if (layout.parts.empty()) return svg + "/>";
  svg += fmt::format(R"( role="img"><title>{}</title>)", title_of(layout)) + boxes_of(layout);
  svg += fmt::format(
      R"(<g font-family="{}" font-weight="{}" letter-spacing="{}em" text-anchor="middle">)",
      kFontFamilies,
      layout.style.weight == Weight::bold ? 700 : 600,
      layout.style.letter_spacing);
  for (const auto& part : layout.parts) svg += text_of(part, layout.style);
  return svg + "</g></svg>";
}

}  // namespace

Result<std::string> label_svg(const Label& label) {
  TRY_VOID(check_label(label));
  try {
    return document(lay_out(label));
  } catch (const vips::VError& error) {
    return std::unexpected(undrawable(error));
  }
}

}  // namespace vitrine::images
