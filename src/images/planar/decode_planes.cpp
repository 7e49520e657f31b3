#include "images/planar/decode_planes.h"

#include "images/planar/block_reader.h"
#include "images/planar/codes.h"
#include "images/planar/plane_room.h"
#include "images/planar/scan_walk.h"

namespace vitrine::images {

namespace {

// One component on its way to its plane.
struct Channel {
  BlockReader blocks;
  InverseTransform transform;
  std::size_t scale;
  std::uint32_t across;
  std::uint32_t down;
  Plane& plane;
  // Of the luma only.
  Plane* spread;

  void restart() { blocks.restart(); }

  bool decode_block(BitReader& reader, std::uint32_t column, std::uint32_t row) {
    BlockReader::Found found;
    if (!blocks.read(reader, found)) return false;
    auto* const samples = plane.row(row * scale) + column * scale;
    transform(blocks.block(), found.flat, samples, plane.stride);
    if (spread != nullptr) spread->row(row)[column] = spread_of(found.energy);
    return true;
  }
};

}  // namespace

Scales choose_scales(const JpegHeader& header, const Plan& plan) {
  const int luma = static_cast<int>(plan.planar->scale);
  const auto& first = header.components[0];
  const bool stored_half = !header.grey() && first.across == 2 && first.down == 2;
  const bool doubled = stored_half && !plan.planar->encoding.subsample && luma <= 4;
  return {luma, doubled ? 2 * luma : luma};
}

std::optional<DecodedPlanes> decode_planes(const JpegHeader& header,
                                           Scales scales,
                                           const Deadline& deadline) {
  Codes codes;
  if (!fits(header, scales) || !codes.build(header)) return std::nullopt;
  auto planes = make_planes(header, scales);
  ScanWalk<Channel> walk(header);
  Plane* const targets[] = {&planes.luma, &planes.blue, &planes.red};
  for (std::size_t i = 0; i < header.component_count; ++i) {
    const auto& part = header.components[i];
    const int scale = i == 0 ? scales.luma : scales.chroma;
    walk.add({.blocks = {codes.means(part), codes.waves(part), header.steps[part.steps], scale},
              .transform = inverse_transform(scale),
              .scale = static_cast<std::size_t>(scale),
              .across = part.across,
              .down = part.down,
              .plane = *targets[i],
              .spread = i == 0 ? &planes.spread : nullptr});
  }
  if (!walk.decode(deadline)) return std::nullopt;
  return planes;
}

}  // namespace vitrine::images
