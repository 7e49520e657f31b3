#include <fmt/format.h>

#include "images/drawing/layout.h"
#include "images/drawing/markup.h"
#include "images/drawing/undrawable.h"
#include "images/label.h"

namespace vitrine::images {

namespace {

// Of a capital, in parts of the font's size.
constexpr double kSideBearing = 0.06;

// What a screen reader says.
std::string title_of(const LabelLayout& layout) {
  std::string title;
  for (const auto& part : layout.parts) title += (title.empty() ? "" : ": ") + part.text;
  return escape_markup(title);
}

std::string boxes_of(const LabelLayout& layout) {
  const auto& first = layout.parts.front();
  const auto& last = layout.parts.back();
  const auto height = layout.size.height;
  const double radius = height / 2.0;
  if (layout.parts.size() == 1) {
    return fmt::format(R"(<rect width="{}" height="{}" rx="{}" fill="{}"/>)",
                       layout.size.width,
                       height,
                       radius,
                       css_colour(first.background));
  }
  // The first part goes on for a pixel below the last, so that no gap shows between them.
  return fmt::format(R"(<path d="M{0} 0H{1}v{2}H{0}a{0} {0} 0 0 1 0-{2}z" fill="{3}"/>)",
                     radius,
                     first.width + 1,
                     height,
                     css_colour(first.background)) +
         fmt::format(R"(<path d="M{0} 0H{1}a{2} {2} 0 0 1 0 {3}H{0}z" fill="{4}"/>)",
                     last.left,
                     layout.size.width - radius,
                     radius,
                     height,
                     css_colour(last.background));
}

// Browsers put the spacing behind the last letter, too; so it belongs to their length and not to
// the middle that people see. The bearings beside the first and the last letter are those of our
// font.
std::string text_of(const LabelPart& part, const TextStyle& style) {
  const double font_size = font_size_of(part.cap_height);
  const double spacing = style.letter_spacing * font_size;
  return fmt::format(R"(<text x="{:.2f}" y="{:.2f}" font-size="{:.2f}" letter-spacing="{:.2f}" )",
                     part.middle + spacing / 2,
                     part.base,
                     font_size,
                     spacing) +
         fmt::format(R"(textLength="{:.2f}" lengthAdjust="spacingAndGlyphs" fill="{}">{}</text>)",
                     part.text_width + spacing + 2 * kSideBearing * font_size,
                     css_colour(part.text_colour),
                     escape_markup(part.text));
}

std::string document(const LabelLayout& layout) {
  auto svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}")",
      layout.size.width,
      layout.size.height);
  if (layout.parts.empty()) return svg + "/>";
  svg += fmt::format(R"( role="img"><title>{}</title>)", title_of(layout)) + boxes_of(layout);
  svg += fmt::format(R"(<g font-family="{}" font-weight="{}" text-anchor="middle">)",
                     kFontFamilies,
                     layout.style.weight == Weight::bold ? 700 : 600);
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
