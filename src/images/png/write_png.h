// Pixels of 8 bit to a PNG file. Any thread.
#pragma once

#include <string>

#include "images/credit.h"
#include "images/png/filter_rows.h"

namespace vitrine::images {

// Files are compressed as a whole; larger pictures are libvips' to write, which does it row by row.
inline constexpr std::size_t kWrittenBytesMax = std::size_t{32} << 20;

// 1 to 4 bytes of a pixel are grey, grey and alpha, RGB, RGB and alpha. The credit is kept as text.
std::string write_png(const PixelRows& pixels, const Credit& credit);

}  // namespace vitrine::images
