#include "images/planar/decode_planes.h"

#include <cmath>

#include "images/planar/block_reader.h"
#include "images/planar/scan_bytes.h"

namespace vitrine::images {

namespace {

// Codes of all components, made once for each that is used.
class Codes {
 public:
  bool build(const JpegHeader& header) {
    for (std::size_t i = 0; i < header.component_count; ++i) {
      const auto& part = header.components[i];
      auto& means = means_[part.mean_code];
      auto& waves = waves_[part.wave_code];
      if (!means) means = kept(NumberTable::of_means(header.mean_codes[part.mean_code]));
      if (!waves) waves = kept(WaveTable::of(header.wave_codes[part.wave_code]));
      if (!means || !waves) return false;
    }
    return true;
  }

  const NumberTable& means(const JpegComponent& part) const { return *means_[part.mean_code]; }

  const WaveTable& waves(const JpegComponent& part) const { return *waves_[part.wave_code]; }

 private:
  template <typename Table>
  static std::unique_ptr<const Table> kept(const std::optional<Table>& table) {
    return table ? std::make_unique<const Table>(*table) : nullptr;
  }

  std::array<std::unique_ptr<const NumberTable>, 4> means_;
  std::array<std::unique_ptr<const WaveTable>, 4> waves_;
};

// One component on its way to its plane.
struct Channel {
  BlockReader blocks;
  InverseTransform transform;
  std::uint32_t scale;
  std::uint32_t across;
  std::uint32_t down;
  Plane& plane;
  // Of the luma only.
  Plane* spread;
};

std::uint8_t spread_of(std::uint64_t energy) {
  if (energy == 0) return 0;
  // Parseval: the mean square of what is lost is the energy over 64.
  const float deviation = std::sqrt(static_cast<float>(energy)) / 8;
  const float step = deviation / kSpreadStep + 0.5F;
  return step >= kSpreads - 1 ? kSpreads - 1 : static_cast<std::uint8_t>(step);
}

bool decode_block(BitReader& reader, Channel& channel, std::uint32_t column, std::uint32_t row) {
  BlockReader::Found found;
  if (!channel.blocks.read(reader, found)) return false;
  auto& plane = channel.plane;
  const std::size_t scale = channel.scale;
  auto* const samples = plane.row(row * scale) + column * scale;
  channel.transform(channel.blocks.block(), found.flat, samples, plane.stride);
  if (channel.spread != nullptr) channel.spread->row(row)[column] = spread_of(found.energy);
  return true;
}

bool decode_unit(BitReader& reader, Channel& channel, std::uint32_t column, std::uint32_t row) {
  for (std::uint32_t y = 0; y < channel.down; ++y) {
    for (std::uint32_t x = 0; x < channel.across; ++x) {
      const auto block_column = column * channel.across + x;
      if (!decode_block(reader, channel, block_column, row * channel.down + y)) return false;
    }
  }
  return true;
}

class Decoder {
 public:
  Decoder(const JpegHeader& header, const ScanBytes& bytes) : header_(header), bytes_(bytes) {}

  void add(const Channel& channel) { channels_.push_back(channel); }

  bool decode(const Deadline& deadline) {
    const auto units = std::uint64_t{header_.units_across()} * header_.units_down();
    const auto each = header_.restart_interval;
    if (bytes_.intervals() != (each == 0 ? 1 : (units + each - 1) / each)) return false;
    for (std::uint32_t row = 0; row < header_.units_down(); ++row) {
      deadline.check();
      if (!decode_row(row)) return false;
    }
    return reader_.finished();
  }

 private:
  BitReader reader_of(std::size_t interval) const {
    return {bytes_.interval(interval), bytes_.end() + 8};
  }

  bool decode_row(std::uint32_t row) {
    for (std::uint32_t column = 0; column < header_.units_across(); ++column) {
      if (!begin_unit()) return false;
      for (auto& channel : channels_) {
        if (!decode_unit(reader_, channel, column, row)) return false;
      }
    }
    // A reader that has run out goes on with bits that mean nothing, but not for longer than a row.
    return !reader_.overrun();
  }

  bool begin_unit() {
    if (header_.restart_interval == 0) return true;
    if (left_ == 0) {
      if (!reader_.finished()) return false;
      reader_ = reader_of(++interval_);
      left_ = header_.restart_interval;
      for (auto& channel : channels_) channel.blocks.restart();
    }
    --left_;
    return true;
  }

  const JpegHeader& header_;
  const ScanBytes& bytes_;
  std::vector<Channel> channels_;
  std::size_t interval_ = 0;
  BitReader reader_ = reader_of(0);
  // Units until the next restart mark.
  std::uint32_t left_ = header_.restart_interval;
};

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

bool fits(const JpegHeader& header, Scales scales) {
  const auto scale = static_cast<std::uint64_t>(std::max(scales.luma, scales.chroma));
  const auto& luma = header.components[0];
  const auto blocks = std::uint64_t{header.units_across()} * luma.across *
                      (std::uint64_t{header.units_down()} * luma.down);
  return blocks * scale * scale <= kLumaSamplesMax;
}

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
  if (!can_hold(header) || !fits(header, scales) || !codes.build(header)) return std::nullopt;
  const auto bytes = ScanBytes::of(header.scan);
  if (!bytes) return std::nullopt;
  auto planes = make_planes(header, scales);
  Decoder decoder(header, *bytes);
  Plane* const targets[] = {&planes.luma, &planes.blue, &planes.red};
  for (std::size_t i = 0; i < header.component_count; ++i) {
    const auto& part = header.components[i];
    const int scale = i == 0 ? scales.luma : scales.chroma;
    decoder.add({.blocks = {codes.means(part), codes.waves(part), header.steps[part.steps], scale},
                 .transform = inverse_transform(scale),
                 .scale = static_cast<std::uint32_t>(scale),
                 .across = part.across,
                 .down = part.down,
                 .plane = *targets[i],
                 .spread = i == 0 ? &planes.spread : nullptr});
  }
  if (!decoder.decode(deadline)) return std::nullopt;
  return planes;
}

}  // namespace vitrine::images
