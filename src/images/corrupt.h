// What becomes of a damaged original.
#pragma once

#include <cstdint>

namespace vitrine::images {

enum class Corrupt : std::uint8_t {
  // unsupported, also where a decoder of JPEG only warns.
  refuse,
  // unsupported where the file ends early; bits that are wrong, which no checksum tells, are shown.
  refuse_cut,
  // What is there of a JPEG or a PNG is shown, the rest is grey or black.
  best_effort,
};

}  // namespace vitrine::images
