// The quantised coefficients of a JPEG in any number of scans, progressive or arithmetic, read by
// libjpeg-turbo. What fails or warns in there ends here.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "images/deadline.h"
#include "images/planar/jpeg_header.h"

namespace vitrine::images {

// All coefficients are in memory at once: 150 MB are 50 megapixels in 4:2:0. Larger ones are not
// for this decoder.
inline constexpr std::uint64_t kCoefficientBytesMax = 192'000'000;

// Of one component.
struct CoefficientLayout {
  // Blocks that hold something of the picture.
  std::uint32_t blocks_across = 0;
  std::uint32_t blocks_down = 0;
  // Quantisation steps in rows of eight, 1 to 255.
  std::array<std::uint16_t, 64> steps{};
  // For each coefficient, in rows of eight: how many of its lowest bits no scan has told, or
  // kUnknown for one that never came.
  std::array<std::int8_t, 64> missing_bits{};
};

inline constexpr std::int8_t kUnknown = -1;

// One block: 64 coefficients in rows of eight.
using CoefficientBlock = std::array<std::int16_t, 64>;

// Lives on: one job.
class Coefficients {
 public:
  // Only the header so far. Taken: 8 bit; grey, or luma and colour in 4:4:4, 4:2:2, 4:4:0 or 4:2:0.
  // Null for every other kind, at any warning, and over kCoefficientBytesMax. `jpeg` and `deadline`
  // outlive it.
  static std::unique_ptr<Coefficients> open(std::string_view jpeg, const Deadline& deadline);

  // Sizes and sampling; its scan is the whole of `jpeg`, and there are no tables.
  const JpegHeader& header() const;

  // All scans; what follows is for afterwards. False at any warning. VError when the deadline
  // passes.
  bool read();
  const CoefficientLayout& layout(std::size_t component) const;
  // blocks_across of them, until the next call. Null when libjpeg fails.
  const CoefficientBlock* row(std::size_t component, std::uint32_t block_row);

  ~Coefficients();
  Coefficients(const Coefficients&) = delete;
  Coefficients& operator=(const Coefficients&) = delete;

 private:
  struct Codec;
  explicit Coefficients(std::unique_ptr<Codec> codec);

  std::unique_ptr<Codec> codec_;
};

}  // namespace vitrine::images
