#include "images/planar/decode_siblings.h"

#include <algorithm>

#include "images/planar/codes.h"
#include "images/planar/decode_planes.h"
#include "images/planar/plane_room.h"
#include "images/planar/scan_walk.h"
#include "images/planar/sibling_blocks.h"

namespace vitrine::images {

namespace {

// Of one component at one scale.
struct Target {
  InverseTransform transform;
  std::size_t scale;
  Plane& plane;
  // Of the luma only.
  Plane* spread;
};

// One component on its way to its planes.
struct SiblingChannel {
  SiblingBlocks blocks;
  std::uint32_t across;
  std::uint32_t down;
  // In the order of the scales of `blocks`.
  std::vector<Target> targets;

  void restart() { blocks.restart(); }

  bool decode_block(BitReader& reader, std::uint32_t column, std::uint32_t row) {
    if (!blocks.read(reader)) return false;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto& [transform, scale, plane, spread] = targets[i];
      auto* const samples = plane.row(row * scale) + column * scale;
      transform(blocks.block(), blocks.flat(i), samples, plane.stride);
      if (spread == nullptr) continue;
      spread->row(row)[column] = spread_of(static_cast<std::int64_t>(blocks.energy(i)));
    }
    return true;
  }
};

// A component's scale in each of the results.
int scale_of(const DecodedPlanes& planes, std::size_t component) {
  return component == 0 ? planes.scales.luma : planes.scales.chroma;
}

Plane& plane_of(DecodedPlanes& planes, std::size_t component) {
  Plane* const all[] = {&planes.luma, &planes.blue, &planes.red};
  return *all[component];
}

// Each scale once, the smallest first.
std::vector<int> distinct_scales(const std::vector<DecodedPlanes>& results, std::size_t component) {
  std::vector<int> scales;
  for (const auto& planes : results) scales.push_back(scale_of(planes, component));
  std::ranges::sort(scales);
  const auto rest = std::ranges::unique(scales);
  scales.erase(rest.begin(), rest.end());
  return scales;
}

DecodedPlanes& first_of(std::vector<DecodedPlanes>& results, std::size_t component, int scale) {
  return *std::ranges::find_if(
      results, [&](const auto& planes) { return scale_of(planes, component) == scale; });
}

SiblingChannel make_channel(const JpegHeader& header,
                            const Codes& codes,
                            std::size_t component,
                            std::vector<DecodedPlanes>& results) {
  const auto& part = header.components[component];
  const auto scales = distinct_scales(results, component);
  const bool is_luma = component == 0;
  SiblingChannel channel{
      .blocks = {codes.means(part), codes.waves(part), header.steps[part.steps], scales, is_luma},
      .across = part.across,
      .down = part.down,
      .targets = {}};
  for (const int scale : scales) {
    auto& planes = first_of(results, component, scale);
    channel.targets.push_back({.transform = inverse_transform(scale),
                               .scale = static_cast<std::size_t>(scale),
                               .plane = plane_of(planes, component),
                               .spread = is_luma ? &planes.spread : nullptr});
  }
  return channel;
}

// A plane that several results have was decoded for the first of them.
void copy_repeated(std::vector<DecodedPlanes>& results, std::size_t component) {
  for (auto& planes : results) {
    auto& first = first_of(results, component, scale_of(planes, component));
    if (&first == &planes) continue;
    plane_of(planes, component) = plane_of(first, component);
    if (component == 0) planes.spread = first.spread;
  }
}

}  // namespace

std::optional<std::vector<DecodedPlanes>> decode_siblings(const JpegHeader& header,
                                                          std::span<const Scales> scales,
                                                          const Deadline& deadline) {
  const auto all_fit =
      std::ranges::all_of(scales, [&](const Scales& one) { return fits(header, one); });
  Codes codes;
  if (!all_fit || scales.empty() || !codes.build(header)) return std::nullopt;
  std::vector<DecodedPlanes> results;
  if (scales.size() == 1) {
    auto alone = decode_planes(header, scales.front(), deadline);
    if (!alone) return std::nullopt;
    results.push_back(*std::move(alone));
    return results;
  }
  for (const auto& one : scales) results.push_back(make_planes(header, one));
  ScanWalk<SiblingChannel> walk(header);
  for (std::size_t i = 0; i < header.component_count; ++i) {
    walk.add(make_channel(header, codes, i, results));
  }
  if (!walk.decode(deadline)) return std::nullopt;
  for (std::size_t i = 0; i < header.component_count; ++i) copy_repeated(results, i);
  return results;
}

std::size_t fit_together(const JpegHeader& header, std::span<const Scales> scales) {
  const auto& luma = header.components[0];
  const auto blocks = std::uint64_t{header.units_across()} * luma.across *
                      (std::uint64_t{header.units_down()} * luma.down);
  std::uint64_t samples = 0;
  std::size_t count = 0;
  for (const auto& one : scales) {
    const auto scale = static_cast<std::uint64_t>(std::max(one.luma, one.chroma));
    samples += blocks * scale * scale;
    if (count > 0 && samples > kLumaSamplesMax) break;
    ++count;
  }
  return count;
}

}  // namespace vitrine::images
