// Rows of a result as a PNG keeps them: each as the differences to a guess, by the one of five
// filters that leaves the smallest sum of differences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::images {

struct PixelRows {
  const std::uint8_t* samples = nullptr;
  std::size_t width = 0;
  std::size_t height = 0;
  std::size_t pixel_bytes = 0;

  std::size_t row_bytes() const { return width * pixel_bytes; }
};

// The number of the filter and the bytes of every row.
std::vector<std::uint8_t> filter_rows(const PixelRows& rows);
// The same with the filter that changes nothing, which suits flat colours and repeated patterns.
std::vector<std::uint8_t> plain_rows(const PixelRows& rows);

}  // namespace vitrine::images
