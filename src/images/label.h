// A label is a small picture with text: the badges POPULAR and HOT, and counters ("views | 1,234").
// Drawn by itself, as a file or as SVG, or by a recipe onto the corner of a picture. Pure: the same
// label, scale and format give the same bytes, on every machine with the fonts of packages.txt.
//
// Any thread. A drawing takes some milliseconds, most of them under one mutex, so what is drawn is
// to be kept by the caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "failure/result.h"
#include "images/recipe.h"
#include "images/render.h"

namespace vitrine::images {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  bool operator==(const Colour&) const = default;
};

// Of WCAG 2: 1 (none) to 21. Text that people are to read has at least 4.5.
double contrast(Colour one, Colour other);

enum class LabelShape : std::uint8_t {
  badge,    // 200 x 49, one text in its middle
  counter,  // 28 high and as wide as its texts; a caption on the left if there is one
};

// A picture that stands for the words where a label is put onto another picture. Copied by
// reference.
struct LabelImage {
  // As render() encodes it.
  std::shared_ptr<const std::string> png;
  // Pixels of `png`.
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  // Tells its bytes from all others, like an ETag.
  std::string version;

  bool operator==(const LabelImage& other) const { return version == other.version; }
};

struct Label {
  LabelShape shape = LabelShape::badge;
  // UTF-8 of at most kLabelTextBytesMax bytes, drawn as it stands: it is never markup. One that
  // does not fit is drawn smaller. Without a visible character the label is blank.
  std::string text;
  Colour background{29, 78, 216};
  Colour text_colour{255, 255, 255};
  // Counters only; empty for none. As `text`.
  std::string caption = {};
  Colour caption_background{55, 65, 81};
  Colour caption_colour{255, 255, 255};
  // Only on pictures: by itself, as a file or as SVG, a label has its words.
  std::optional<LabelImage> image = {};

  bool operator==(const Label&) const = default;
};

inline constexpr std::size_t kLabelTextBytesMax = 64;
inline constexpr int kLabelScaleMax = 4;

Label popular_label();
Label hot_label();
// A transparent badge.
Label blank_label();
Label counter_label(std::string caption, std::string text);

bool is_blank(const Label& label);

// bad_request: a text is too long, is not UTF-8, or has characters that are no text (controls, ends
// of lines, turns of the writing direction).
Result<void> check_label(const Label& label);

// 64 bits in hex, of every field, of an image its version: what tells two labels apart in the names
// of results.
std::string label_digest(const Label& label);

// At `scale` 1 to kLabelScaleMax everything is drawn that much larger, not enlarged: 2 is for sharp
// displays. Corners are transparent; in JPEG, which cannot be, they are white, and the edge of a
// GIF, whose pixels are either, blends into white. bad_request: as check_label, or the scale.
Result<Encoded> draw_label(const Label& label, int scale, Format format);

// The same as an SVG document that needs nothing else: no font file, no script, no style sheet. The
// text has the width that ours has, whatever font the reader owns. Fails as check_label.
Result<std::string> label_svg(const Label& label);

}  // namespace vitrine::images
