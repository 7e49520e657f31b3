#include "images/planar/decode_scans.h"

#include <algorithm>
#include <cstring>

#include "images/planar/inverse_transform.h"
#include "images/planar/plane_room.h"

namespace vitrine::images {

namespace {

// The blocks of one component.
class ComponentDecoder {
 public:
  ComponentDecoder(const CoefficientLayout& layout, int scale, Plane& plane, Plane* spread)
      : layout_(layout),
        scale_(static_cast<std::size_t>(scale)),
        transform_(inverse_transform(scale)),
        plane_(plane),
        spread_(spread) {
    std::ranges::copy(layout.steps, steps_.begin());
    for (std::size_t i = 0; i < 64; ++i) {
      const auto missing = layout.missing_bits[i];
      // Half of what the missing bits can add.
      halves_[i] = missing <= 0 ? 0 : layout.steps[i] << (missing - 1);
    }
    halves_[0] = 0;
  }

  void decode_row(const CoefficientBlock* blocks, std::uint32_t row) {
    auto* const samples = plane_.row(row * scale_);
    for (std::uint32_t column = 0; column < layout_.blocks_across; ++column) {
      const auto energy = dequantise(blocks[column]);
      transform_(block_, flat_, samples + column * scale_, plane_.stride);
      if (spread_ != nullptr) spread_->row(row)[column] = spread_of(energy);
    }
  }

 private:
  // Into `block_`; the answer is the sum of squares of what the scale leaves out.
  std::uint32_t dequantise(const CoefficientBlock& coefficients) {
    // Most coefficients are 0; four at a time are told apart quickly.
    constexpr std::size_t kFew = 4;
    std::uint32_t all = 0;
    block_.fill(0);
    for (std::size_t i = 0; i < coefficients.size(); i += kFew) {
      std::uint64_t few = 0;
      std::memcpy(&few, coefficients.data() + i, sizeof few);
      if (few == 0) continue;
      for (std::size_t j = i; j < i + kFew; ++j) {
        const int value = dequantised(coefficients[j], j);
        block_[j] = static_cast<std::int16_t>(value);
        all += static_cast<std::uint32_t>(value * value);
      }
    }
    std::uint32_t kept = 0;
    for (std::size_t down = 0; down < scale_; ++down) {
      for (std::size_t across = 0; across < scale_; ++across) {
        const int value = block_[8 * down + across];
        kept += static_cast<std::uint32_t>(value * value);
      }
    }
    const auto mean = static_cast<std::uint32_t>(block_[0] * block_[0]);
    flat_ = kept == mean;
    return all - kept;
  }

  int dequantised(int coefficient, std::size_t place) const {
    const int sign = (coefficient > 0) - (coefficient < 0);
    const int value = coefficient * steps_[place] + sign * halves_[place];
    return std::clamp(value, -kCoefficientMax, kCoefficientMax);
  }

  const CoefficientLayout& layout_;
  std::size_t scale_;
  InverseTransform transform_;
  Plane& plane_;
  Plane* spread_;
  std::array<int, 64> steps_{};
  std::array<int, 64> halves_{};
  Block block_{};
  bool flat_ = true;
};

}  // namespace

std::optional<DecodedPlanes> decode_scans(Coefficients& coefficients,
                                          Scales scales,
                                          const Deadline& deadline) {
  const auto& header = coefficients.header();
  if (!fits(header, scales) || !coefficients.read()) return std::nullopt;
  auto planes = make_planes(header, scales);
  Plane* const targets[] = {&planes.luma, &planes.blue, &planes.red};
  for (std::size_t i = 0; i < header.component_count; ++i) {
    const auto& layout = coefficients.layout(i);
    auto* const spread = i == 0 ? &planes.spread : nullptr;
    ComponentDecoder decoder(layout, i == 0 ? scales.luma : scales.chroma, *targets[i], spread);
    for (std::uint32_t row = 0; row < layout.blocks_down; ++row) {
      deadline.check();
      const auto* const blocks = coefficients.row(i, row);
      if (blocks == nullptr) return std::nullopt;
      decoder.decode_row(blocks, row);
    }
  }
  return planes;
}

}  // namespace vitrine::images
