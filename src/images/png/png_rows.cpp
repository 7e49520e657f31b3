#include "images/png/png_rows.h"

#include <algorithm>

#include "images/png/unfilter.h"

namespace vitrine::images {

namespace {

RowKind kind_of(const PngFile& file) {
  switch (file.samples) {
    case PngSamples::grey:
      return {.colours = 1};
    case PngSamples::grey_alpha:
      return {.colours = 1, .has_alpha = true};
    case PngSamples::rgb:
      return {.colours = 3};
    case PngSamples::rgba:
      return {.colours = 3, .has_alpha = true};
    case PngSamples::palette:
      return {.colours = 3, .has_alpha = file.palette_has_alpha};
  }
  return {};
}

}  // namespace

PngRows::PngRows(const PngFile& file)
    : file_(file),
      kind_(kind_of(file)),
      above_(file.row_bytes() + kRowSlack),
      row_(file.row_bytes() + kRowSlack) {
  if (file.samples == PngSamples::palette) coloured_.resize(kind_.samples() * file.size.width);
}

const std::uint8_t* PngRows::next() {
  if (broken_) return nullptr;
  std::swap(above_, row_);
  broken_ = !unfilter({.filtered = file_.filtered_row(y_++),
                       .above = above_.data(),
                       .to = row_.data(),
                       .bytes = file_.row_bytes(),
                       .pixel_bytes = file_.pixel_bytes()});
  if (broken_) return nullptr;
  return file_.samples == PngSamples::palette ? with_colours(row_.data()) : row_.data();
}

const std::uint8_t* PngRows::with_colours(const std::uint8_t* indices) {
  auto* to = coloured_.data();
  for (std::size_t x = 0; x < file_.size.width; ++x) {
    broken_ = broken_ || indices[x] >= file_.colours;
    to = std::copy_n(file_.palette[indices[x]].data(), kind_.samples(), to);
  }
  return broken_ ? nullptr : coloured_.data();
}

}  // namespace vitrine::images
