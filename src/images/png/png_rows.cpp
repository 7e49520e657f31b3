#include "images/png/png_rows.h"

#include <algorithm>

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

PngRows::PngRows(const PngFile& file) : file_(file), kind_(kind_of(file)) {
  for (auto& row : rows_) row.resize(file.row_bytes() + kRowSlack);
  if (file.samples == PngSamples::palette) coloured_.resize(kind_.samples() * file.size.width);
}

UnfilteredRow PngRows::row_at(std::size_t y) {
  return {.filtered = file_.filtered_row(y),
          .above = rows_[(y + rows_.size() - 1) % rows_.size()].data(),
          .to = rows_[y % rows_.size()].data(),
          .bytes = file_.row_bytes(),
          .pixel_bytes = file_.pixel_bytes()};
}

bool PngRows::unfilter_next() {
  const auto row = row_at(made_);
  if (made_ + 1 < file_.size.height && is_slow(row)) {
    const auto below = row_at(made_ + 1);
    if (is_slow(below)) {
      unfilter_two(row, below);
      made_ += 2;
      return true;
    }
  }
  ++made_;
  return unfilter(row);
}

const std::uint8_t* PngRows::next() {
  if (y_ == made_) broken_ = broken_ || !unfilter_next();
  if (broken_) return nullptr;
  const auto* const row = rows_[y_++ % rows_.size()].data();
  return file_.samples == PngSamples::palette ? with_colours(row) : row;
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
