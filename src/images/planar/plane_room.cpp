#include "images/planar/plane_room.h"

#include <algorithm>

namespace vitrine::images {

namespace {

// Two bits are the least that a block takes.
bool can_hold(const JpegHeader& header) {
  const auto units = std::uint64_t{header.units_across()} * header.units_down();
  const auto& luma = header.components[0];
  const auto blocks = luma.across * luma.down + header.component_count - 1;
  return header.scan.size() * 4 >= units * blocks;
}

Plane make_plane(const JpegHeader& header, const JpegComponent& part, int scale) {
  const auto samples = static_cast<std::uint32_t>(scale);
  return {header.units_across() * part.across * samples, header.units_down() * part.down * samples};
}

}  // namespace

bool fits(const JpegHeader& header, Scales scales) {
  if (!can_hold(header)) return false;
  const auto scale = static_cast<std::uint64_t>(std::max(scales.luma, scales.chroma));
  const auto& luma = header.components[0];
  const auto blocks = std::uint64_t{header.units_across()} * luma.across *
                      (std::uint64_t{header.units_down()} * luma.down);
  return blocks * scale * scale <= kLumaSamplesMax;
}

DecodedPlanes make_planes(const JpegHeader& header, Scales scales) {
  DecodedPlanes planes;
  planes.original = {header.width, header.height};
  planes.scales = scales;
  planes.grey = header.grey();
  const auto& parts = header.components;
  planes.chroma_across = parts[0].across;
  planes.chroma_down = parts[0].down;
  planes.luma = make_plane(header, parts[0], scales.luma);
  planes.spread = make_plane(header, parts[0], 1);
  if (planes.grey) return planes;
  planes.blue = make_plane(header, parts[1], scales.chroma);
  planes.red = make_plane(header, parts[2], scales.chroma);
  return planes;
}

}  // namespace vitrine::images
