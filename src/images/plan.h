// Every number of a render, worked out before a pixel is decoded: how far to shrink while loading,
// the size to resize to, the box to cut out, and how to encode. Pure arithmetic on the recipe and
// on what the header says. Steps read the plan, never the recipe.
#pragma once

#include <cstdint>
#include <optional>

#include "failure/result.h"
#include "images/encoding.h"
#include "images/recipe.h"
#include "images/render.h"

namespace vitrine::images {

struct Size {
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  bool operator==(const Size&) const = default;

  std::uint64_t pixels() const { return std::uint64_t{width} * height; }

  Size turned() const { return {height, width}; }
};

struct Box {
  std::uint32_t left = 0;
  std::uint32_t top = 0;
  Size size;

  bool operator==(const Box&) const = default;
};

// Which scans of a progressive JPEG are read.
enum class Scans : std::uint8_t {
  all,
  without_last_bit,       // of the luma
  without_two_bits,       // of all waves
  luma_without_two_bits,  // and no waves of colour
  means,                  // one value for each block of eight by eight
};

// The original, as its header describes it.
struct Source {
  Format format = Format::jpeg;
  // Of one frame, as stored.
  Size size;
  std::uint32_t frames = 1;
  // EXIF, 1 to 8; 5 to 8 swap the sides.
  int orientation = 1;
  bool has_alpha = false;
  bool is_grey = false;
  // Survey::luma_step.
  std::uint32_t luma_step = 0;
  // A JPEG that one of the decoders of planar/ may know, and whose colours are sRGB.
  bool is_plain = false;
  // Survey::in_scans.
  bool in_scans = false;
  // A PNG of 8 bit in one pass, whose colours are sRGB.
  bool is_plain_png = false;

  bool swaps_sides() const { return orientation >= 5; }

  // As people see it.
  Size upright() const { return swaps_sides() ? size.turned() : size; }
};

// The short way, see planar/planar.h.
struct PlanarWay {
  // Blocks of eight by eight are decoded to so many samples a side: 1 to 8.
  std::uint32_t scale = 8;
  // Decoded by planar/decode_scans.h, from these scans.
  bool in_scans = false;
  Scans scans = Scans::all;
  Encoding encoding;
};

struct Plan {
  // 1, 2, 4 or 8: the decoder gives one pixel for so many across. JPEG only.
  std::uint32_t load_shrink = 1;
  Scans scans = Scans::all;
  // 1, or all of them when original and result can both move.
  std::uint32_t frames = 1;
  int orientation = 1;
  // The whole picture after the resize, upright. Equal to the original's size: no resize.
  Size scaled;
  bool resizes = false;
  // What is kept of `scaled`; its size is the size of the result.
  Box crop;
  // The result is grey where its format can be.
  bool grey = false;
  // Alpha is laid on white: the result has none.
  bool flatten = false;
  bool linear_light = false;
  bool keep_copyright = false;
  // What is drawn onto the result and where; no place: nothing.
  SharedLabel label;
  std::optional<Box> label_place;
  Encoding encoding;
  // Tried before everything else; where it is absent, or the original does not keep what its header
  // promises, the rest of the plan holds.
  std::optional<PlanarWay> planar;
  // Pixels come from png/png_way.h, unless the original holds a surprise.
  bool png = false;

  // For the resize, which happens before the turn.
  Size scaled_as_stored() const { return orientation >= 5 ? scaled.turned() : scaled; }
};

// The rules of size, all on the upright picture:
//   w, h   the other side by aspect, rounded half up, at least 1.
//   cover  scaled until it covers the box, rounded half up, then cut to exactly the box in the
//   middle
//          (an odd pixel is cut from the right and from the bottom).
//   Without `enlarge` no side grows: w and h then give the original's own size, and for cover the
//   box shrinks to the largest one of its shape that fits in the original (sides rounded, at least
//   1).
//
// not_accepted: the result would have more than result_pixels_max pixels. unsupported: the frames
// of an animation have more than animation_pixels_max together, or a side is longer than the format
// can have. bad_request: the label, see label.h.
Result<Plan> make_plan(const Recipe& recipe, const Source& source, const Limits& limits);

// Where a label of that size at scale 1 is drawn on a picture: 3 % of the width from the top and
// from the left, and 30 % of the width wide, but from 48 to 200 pixels. It keeps its shape and that
// distance from all sides, so on a low picture it gets smaller. None where it would be less than 48
// wide or 8 high, or the picture is less than 64 wide.
std::optional<Box> place_label(Size picture, Size label);

}  // namespace vitrine::images
