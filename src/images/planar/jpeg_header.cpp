#include "images/planar/jpeg_header.h"

#include <algorithm>
#include <numeric>

#include "images/survey/jpeg_segments.h"

namespace vitrine::images {

namespace {

constexpr std::uint8_t kBaseline = 0xc0;
constexpr std::uint8_t kExtended = 0xc1;
constexpr std::uint8_t kHuffman = 0xc4;
constexpr std::uint8_t kArithmetic = 0xcc;
constexpr std::uint8_t kLines = 0xdc;
constexpr std::uint8_t kRestartInterval = 0xdd;
constexpr std::uint8_t kJfif = 0xe0;
constexpr std::uint8_t kAdobe = 0xee;

// Which colours the three components are.
struct Colours {
  bool jfif = false;
  bool adobe = false;
  // 1: luma and differences.
  std::uint8_t adobe_transform = 0;

  // As libjpeg guesses.
  bool are_differences(const JpegHeader& header) const {
    if (header.grey() || jfif) return true;
    if (adobe) return adobe_transform == 1;
    const auto& parts = header.components;
    return parts[0].id == 1 && parts[1].id == 2 && parts[2].id == 3;
  }
};

bool read_steps(ByteReader reader, JpegHeader& header) {
  while (!reader.at_end()) {
    const auto kind = reader.u8();
    // Steps of 16 bit belong to 12 bit pictures.
    if (kind > 3) return false;
    auto& steps = header.steps[kind];
    for (auto& step : steps) step = reader.u8();
    if (reader.cut() || std::ranges::find(steps, 0) != steps.end()) return false;
  }
  return true;
}

bool read_codes(ByteReader reader, JpegHeader& header) {
  while (!reader.at_end()) {
    const auto kind = reader.u8();
    if ((kind & 0xef) > 3) return false;
    auto& code = (kind < 16 ? header.mean_codes : header.wave_codes)[kind & 3];
    code = {};
    for (std::size_t length = 1; length <= 16; ++length) code.counts[length] = reader.u8();
    const auto symbols = std::accumulate(code.counts.begin(), code.counts.end(), 0U);
    if (symbols > code.symbols.size()) return false;
    for (std::size_t i = 0; i < symbols; ++i) code.symbols[i] = reader.u8();
    if (reader.cut()) return false;
    code.defined = true;
  }
  return true;
}

bool read_component(ByteReader& reader, JpegComponent& component) {
  component.id = reader.u8();
  const auto sampling = reader.u8();
  component.across = sampling >> 4;
  component.down = sampling & 15;
  component.steps = reader.u8();
  return component.steps <= 3;
}

bool is_common_sampling(JpegHeader& header) {
  auto& luma = header.components[0];
  if (header.grey()) {
    // A scan of one component goes block by block, whatever it says about sampling.
    luma.across = luma.down = 1;
    return true;
  }
  const auto is_single = [](const JpegComponent& part) {
    return part.across == 1 && part.down == 1;
  };
  const bool luma_fits = luma.across >= 1 && luma.across <= 2 && luma.down >= 1 && luma.down <= 2;
  return luma_fits && is_single(header.components[1]) && is_single(header.components[2]);
}

bool read_frame(ByteReader reader, JpegHeader& header) {
  if (header.width != 0 || reader.u8() != 8) return false;
  header.height = reader.be16();
  header.width = reader.be16();
  header.component_count = reader.u8();
  if (header.component_count != 1 && header.component_count != 3) return false;
  for (std::size_t i = 0; i < header.component_count; ++i) {
    if (!read_component(reader, header.components[i])) return false;
  }
  if (reader.cut() || header.width == 0 || header.height == 0) return false;
  return is_common_sampling(header);
}

// The component's codes; all that it needs must be there by now.
bool read_scan_component(ByteReader& reader, JpegHeader& header, std::size_t index) {
  auto& component = header.components[index];
  if (reader.u8() != component.id) return false;
  const auto codes = reader.u8();
  component.mean_code = codes >> 4;
  component.wave_code = codes & 15;
  if (component.mean_code > 3 || component.wave_code > 3) return false;
  return header.mean_codes[component.mean_code].defined &&
         header.wave_codes[component.wave_code].defined && header.steps[component.steps][0] != 0;
}

bool read_scan(const JpegSegment& segment, JpegHeader& header) {
  ByteReader reader(segment.data);
  if (header.width == 0 || !header.scan.empty()) return false;
  if (reader.u8() != header.component_count) return false;
  for (std::size_t i = 0; i < header.component_count; ++i) {
    if (!read_scan_component(reader, header, i)) return false;
  }
  const bool sequential = reader.u8() == 0 && reader.u8() == 63 && reader.u8() == 0;
  constexpr std::size_t kMarkerAndLength = 4;
  header.scan = segment.whole.substr(kMarkerAndLength + segment.data.size());
  return sequential && !reader.cut() && !header.scan.empty();
}

void read_colours(const JpegSegment& segment, Colours& colours) {
  const auto data = segment.data;
  if (segment.marker == kJfif && data.starts_with("JFIF")) colours.jfif = true;
  constexpr std::size_t kTransform = 11;
  if (segment.marker == kAdobe && data.starts_with("Adobe") && data.size() > kTransform) {
    colours.adobe = true;
    colours.adobe_transform = static_cast<std::uint8_t>(data[kTransform]);
  }
}

// False: not our kind.
bool read_segment(const JpegSegment& segment, JpegHeader& header, Colours& colours) {
  ByteReader reader(segment.data);
  switch (segment.marker) {
    case kBaseline:
    case kExtended:
      return read_frame(reader, header);
    case JpegSegment::kQuantisation:
      return header.scan.empty() && read_steps(reader, header);
    case kHuffman:
      return header.scan.empty() && read_codes(reader, header);
    case kRestartInterval:
      header.restart_interval = reader.be16();
      return header.scan.empty() && !reader.cut();
    case JpegSegment::kStartOfScan:
      return read_scan(segment, header);
    case kArithmetic:
    case kLines:
      return false;
    default:
      read_colours(segment, colours);
      return !segment.is_frame_header();
  }
}

}  // namespace

std::optional<JpegHeader> read_jpeg_header(std::string_view jpeg) {
  if (!jpeg.starts_with("\xff\xd8")) return std::nullopt;
  JpegHeader header;
  Colours colours;
  JpegSegments segments(jpeg);
  while (const auto segment = segments.next()) {
    if (!read_segment(*segment, header, colours)) return std::nullopt;
  }
  if (!segments.complete() || header.scan.empty()) return std::nullopt;
  if (!colours.are_differences(header)) return std::nullopt;
  return header;
}

}  // namespace vitrine::images
