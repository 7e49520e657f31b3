#include "images/drawing/text.h"

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
      "{} {} {:.3f}px", kFamily, style.weight == Weight::bold ? "Bold" : "Semi-Bold", font_size);
  const auto image =
      VImage::text(markup.c_str(), VImage::option()->set("font", font.c_str())->set("dpi", 72));
  const int top = image.yoffset();
  return {image.copy_memory(), top};
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
  const double font_size = font_size_of(cap_height);
  const std::scoped_lock lock(drawing_mutex);
  const auto drawn = draw(text, style, font_size);
  if (!has_our_base(text)) {
    const int height = drawn.image.height();
    return {drawn.image, static_cast<int>((height + cap_height) / 2)};
  }
  // It stands on the base line, and its top and its height are the only way to learn where that is.
  const auto capital = draw("H", style, font_size);
  return {drawn.image, capital.top + capital.image.height() - drawn.top};
}

}  // namespace vitrine::images
