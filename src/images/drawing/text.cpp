#include "images/drawing/text.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>

#include <fmt/format.h>

#include "images/drawing/markup.h"

namespace vitrine::images {

namespace {

using vips::VImage;

// A font made for interfaces: even colour at small sizes, and figures of one height.
constexpr const char* kFamily = "Inter";
constexpr double kCapHeight = 0.727;

// One for the process, because what it guards is one for the process.
std::mutex drawing_mutex;

struct Drawn {
  VImage image;
  // Below the top of its line.
  int top = 0;
};

Drawn draw(std::string_view text, const TextStyle& style, double font_size) {
  // Of 1024 to the pixel, as pango counts.
  const auto spacing = static_cast<int>(style.letter_spacing * font_size * 1024);
  const auto markup =
      fmt::format(R"(<span letter_spacing="{}">{}</span>)", spacing, escape_markup(text));
  const auto font = fmt::format(
      "{} {} {}px", kFamily, style.weight == Weight::bold ? "Bold" : "Semi-Bold", font_size);
  const auto image =
      VImage::text(markup.c_str(), VImage::option()->set("font", font.c_str())->set("dpi", 72));
  const int top = image.yoffset();
  return {image.copy_memory(), top};
}

// Pango keeps every size of a font that it has drawn, some 13 kB each, for as long as the thread
// lives. So sizes are few, and a little smaller than asked for: by less than 2 % above 64 pixels.
double kept_size(double font_size) {
  const double step = font_size < 128 ? 1 : font_size < 256 ? 2 : 4;
  // What is whole but for the last digits of its number stays.
  constexpr double kNearly = 0.05;
  return std::max(1.0, std::floor((font_size + kNearly) / step) * step);
}

// Letters outside of the font come from another one, whose line is of another height.
bool has_our_base(std::string_view text) {
  // The first byte of U+0530; up to there it is Latin, Greek or Cyrillic.
  constexpr unsigned char kFirstOther = 0xd4;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= kFirstOther) return false;
  }
  return true;
}

}  // namespace

double font_size_of(double cap_height) {
  return cap_height / kCapHeight;
}

Ink ink_of(std::string_view text, const TextStyle& style, double cap_height) {
  const double font_size = kept_size(font_size_of(cap_height));
  const std::scoped_lock lock(drawing_mutex);
  const auto drawn = draw(text, style, font_size);
  if (!has_our_base(text)) return {drawn.image, drawn.image.height() / 2.0};
  const auto capital = draw("H", style, font_size);
  return {drawn.image, capital.top + capital.image.height() / 2.0 - drawn.top};
}

}  // namespace vitrine::images
