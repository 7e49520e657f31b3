// The rows of a PNG file, from the top, once: filters undone and a palette replaced by its colours.
// Three rows at a time are kept, so that they stay in the nearest cache.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "images/png/light_rows.h"
#include "images/png/read_png.h"
#include "images/png/unfilter.h"

namespace vitrine::images {

class PngRows {
 public:
  // `file` outlives it.
  explicit PngRows(const PngFile& file);

  // As the rows are, never laid on white.
  const RowKind& kind() const { return kind_; }

  // Samples of the next row, good until the next call. Null, and from then on always: a filter or a
  // colour that does not exist. Asked for at most as often as there are rows.
  const std::uint8_t* next();

 private:
  UnfilteredRow row_at(std::size_t y);
  bool unfilter_next();
  const std::uint8_t* with_colours(const std::uint8_t* indices);

  const PngFile& file_;
  RowKind kind_;
  std::size_t y_ = 0;
  bool broken_ = false;
  // Rows that are made already.
  std::size_t made_ = 0;
  // Row y in y modulo three.
  std::array<std::vector<std::uint8_t>, 3> rows_;
  std::vector<std::uint8_t> coloured_;
};

}  // namespace vitrine::images
