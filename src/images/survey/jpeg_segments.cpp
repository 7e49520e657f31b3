#include "images/survey/jpeg_segments.h"

namespace vitrine::images {

namespace {

constexpr std::uint8_t kMark = 0xff;
constexpr std::uint8_t kEndOfImage = 0xd9;
constexpr std::size_t kMarkerBytes = 2;

bool is_data(std::uint8_t after_mark) {
  return after_mark == 0 || (after_mark >= 0xd0 && after_mark <= 0xd7);
}

}  // namespace

std::uint8_t JpegSegments::next_marker() {
  while (!reader_.cut()) {
    reader_.seek('\xff');
    std::uint8_t marker = kMark;
    while (marker == kMark && !reader_.cut()) marker = reader_.u8();
    if (!is_data(marker)) return marker;
  }
  return 0;
}

std::optional<JpegSegment> JpegSegments::next() {
  JpegSegment segment{.marker = next_marker()};
  complete_ = segment.marker == kEndOfImage && !reader_.cut();
  if (complete_ || reader_.cut()) return std::nullopt;
  const auto start = position() - kMarkerBytes;
  const auto length = reader_.be16();
  if (length < 2) return std::nullopt;
  segment.data = reader_.take(length - 2U);
  if (segment.marker == JpegSegment::kStartOfScan) {
    // To the next marker, which is then read again.
    next_marker();
    reader_ = ByteReader(bytes_.substr(position() - (reader_.cut() ? 0 : kMarkerBytes)));
  }
  if (reader_.cut()) return std::nullopt;
  segment.whole = bytes_.substr(start, position() - start);
  return segment;
}

}  // namespace vitrine::images
