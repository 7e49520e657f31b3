// What a baseline JPEG says before its pixels, and where these are. Strict: whatever is not the
// plain, common kind that `decode_planes` knows is absent, and libvips decodes it. A pure function
// of untrusted bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::images {

// A Huffman code as the file describes it: how many codes there are of each length from 1 to 16,
// and their symbols in order.
struct HuffmanCode {
  std::array<std::uint8_t, 17> counts{};
  std::array<std::uint8_t, 256> symbols{};
  bool defined = false;
};

struct JpegComponent {
  std::uint8_t id = 0;
  // Samples in each direction that one minimum coded unit has, in blocks: 1 or 2.
  std::uint32_t across = 1;
  std::uint32_t down = 1;
  // Indices into the tables of the header.
  std::uint8_t steps = 0;
  std::uint8_t mean_code = 0;
  std::uint8_t wave_code = 0;
};

// Quantisation steps of the 64 coefficients, in zigzag order; 0 first: not defined.
using JpegSteps = std::array<std::uint16_t, 64>;

struct JpegHeader {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  // 1 is grey; 3 is luma, blue and red difference.
  std::uint32_t component_count = 0;
  std::array<JpegComponent, 3> components;
  std::array<JpegSteps, 4> steps{};
  std::array<HuffmanCode, 4> mean_codes{};
  std::array<HuffmanCode, 4> wave_codes{};
  // Minimum coded units between two restart marks; 0: there are none.
  std::uint32_t restart_interval = 0;
  // Entropy-coded bytes of the only scan, as they stand in the file.
  std::string_view scan;

  bool grey() const { return component_count == 1; }

  std::uint32_t units_across() const { return units(width, components[0].across); }

  std::uint32_t units_down() const { return units(height, components[0].down); }

 private:
  static std::uint32_t units(std::uint32_t pixels, std::uint32_t blocks) {
    return (pixels + 8 * blocks - 1) / (8 * blocks);
  }
};

// Taken: 8 bit, Huffman, sequential, one scan with all components; grey, or luma and colour in
// 4:4:4, 4:2:2, 4:4:0 or 4:2:0. The result views into `jpeg`.
std::optional<JpegHeader> read_jpeg_header(std::string_view jpeg);

}  // namespace vitrine::images
