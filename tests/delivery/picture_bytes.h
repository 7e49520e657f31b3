// Originals for tests, made without the room under test: PNG with stored (uncompressed) rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::testing {

// Of one colour; two shades differ in their bytes.
std::string png(std::uint32_t width, std::uint32_t height, std::uint8_t shade = 128);

// A PNG whose header is right and whose pixels are damaged.
std::string broken_png(std::uint32_t width, std::uint32_t height);

}  // namespace vitrine::testing
