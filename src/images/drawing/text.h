// Text to coverage, by the pango that libvips has. The only file that knows fonts. VError may be
// thrown, also where a font has no ink for any character of the text.
//
// One drawing at a time, under one mutex. The font map is the thread's own and fontconfig 2.14
// locks itself, so eight threads without it made no wrong pixel here; but crashes under several
// threads have been reported of libvips 8.14, which has dropped its own lock and took it up again
// in 8.14.2.
#pragma once

#include <string_view>

#include <vips/vips8>

namespace vitrine::images {

enum class Weight : std::uint8_t { semibold, bold };

struct TextStyle {
  Weight weight = Weight::bold;
  // Between two letters, in parts of the font's size.
  double letter_spacing = 0;
};

// The height of a capital letter and the size of the font, in parts of each other.
double font_size_of(double cap_height);
// What comes after the family that we draw with, for readers that do not own it.
inline constexpr std::string_view kFontFamilies =
    "Inter,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif";

struct Ink {
  // One band, 0 to 255, cut to what is visible.
  vips::VImage coverage;
  // From half the height of a capital letter up to the first row of `coverage`.
  double above_middle = 0;
};

// `text` is UTF-8 and never markup. `cap_height` is in pixels; what is drawn is up to 2 % lower,
// and below 48 pixels up to one pixel.
Ink ink_of(std::string_view text, const TextStyle& style, double cap_height);

}  // namespace vitrine::images
