#include <fmt/format.h>

#include "images/drawing/markup.h"
#include "images/drawing/sketch.h"

namespace vitrine::images {

namespace {

std::string points_of(const std::vector<Point>& line) {
  std::string points;
  for (const auto& point : line) points += fmt::format(" {:.1f},{:.1f}", point.x, point.y);
  return points;
}

struct Writer {
  std::string operator()(const Bar& box) const {
    return fmt::format(
        R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}" fill="{}"/>)",
        box.corner.x,
        box.corner.y,
        box.width,
        box.height,
        box.radius,
        css_colour(box.colour));
  }

  std::string operator()(const Area& area) const {
    if (area.line.empty()) return {};
    return fmt::format(R"(<polygon fill="{}" fill-opacity="{:.2f}" points="{:.1f},{:.1f}{})",
                       css_colour(area.colour),
                       area.opacity,
                       area.line.front().x,
                       area.base,
                       points_of(area.line)) +
           fmt::format(R"( {:.1f},{:.1f}"/>)", area.line.back().x, area.base);
  }

  std::string operator()(const Stroke& stroke) const {
    return fmt::format(
               R"(<polyline fill="none" stroke="{}" stroke-width="{:.1f}" stroke-linejoin="round" )",
               css_colour(stroke.colour),
               stroke.width) +
           fmt::format(R"(stroke-linecap="round" points="{}"/>)", points_of(stroke.line));
  }

  // Letters have other widths in other fonts, so the reader keeps what must fit in its place.
  std::string operator()(const Words& words) const {
    constexpr const char* kAnchors[] = {"start", "middle", "end"};
    return fmt::format(
               R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{:.1f}" font-weight="{}" )",
               words.at.x,
               words.at.y,
               kAnchors[static_cast<std::size_t>(words.anchor)],
               font_size_of(words.cap_height),
               words.weight == Weight::bold ? 700 : 600) +
           fmt::format(
               R"(fill="{}">{}</text>)", css_colour(words.colour), escape_markup(words.text));
  }
};

}  // namespace

std::string svg_of(const Sketch& sketch) {
  auto svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" )",
      sketch.size.width,
      sketch.size.height);
  svg += fmt::format(R"(role="img" font-family="{}"><title>{}</title>)",
                     kFontFamilies,
                     escape_markup(sketch.title));
  for (const auto& shape : sketch.shapes) svg += std::visit(Writer(), shape);
  return svg + "</svg>";
}

}  // namespace vitrine::images
