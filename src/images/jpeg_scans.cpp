#include "images/jpeg_scans.h"

#include "images/survey/jpeg_segments.h"

namespace vitrine::images {

namespace {

// What a scan holds: `components` of the picture, coefficients first to last (0 is the mean of the
// block), down to bit `low`; `high` is 0 when the coefficients come for the first time.
struct Scan {
  std::uint8_t components = 0;
  std::uint8_t component = 0;  // the first of them
  std::uint8_t last = 0;
  std::uint8_t high = 0;
  std::uint8_t low = 0;
};

Scan read_scan(const JpegSegment& segment) {
  ByteReader reader(segment.data);
  Scan scan;
  scan.components = reader.u8();
  scan.component = reader.u8();
  reader.skip(scan.components * 2U - 1);
  reader.skip(1);
  scan.last = reader.u8();
  const auto bits = reader.u8();
  scan.high = bits >> 4;
  scan.low = bits & 15;
  return scan;
}

// Nothing builds on the lowest bits, so without those no other scan loses its footing.
bool refines_below(const Scan& scan, int bit) {
  return scan.high != 0 && scan.low < bit;
}

bool is_wanted(const Scan& scan, std::uint8_t luma, Scans wanted) {
  const bool has_means = scan.last == 0;
  switch (wanted) {
    case Scans::all:
      return true;
    case Scans::without_last_bit:
      return has_means || scan.component != luma || !refines_below(scan, 1);
    case Scans::without_two_bits:
      return has_means || !refines_below(scan, 2);
    case Scans::luma_without_two_bits:
      return has_means || (scan.component == luma && !refines_below(scan, 2));
    case Scans::means:
      return has_means;
  }
  return true;
}

}  // namespace

std::string with_scans(std::string_view jpeg, Scans wanted) {
  std::string kept(jpeg.substr(0, 2));
  kept.reserve(jpeg.size());
  std::uint8_t luma = 0;
  JpegSegments segments(jpeg);
  while (const auto segment = segments.next()) {
    if (segment->is_frame_header() && segment->data.size() > 6) {
      luma = static_cast<std::uint8_t>(segment->data[6]);
    }
    const bool is_scan = segment->marker == JpegSegment::kStartOfScan;
    if (!is_scan || is_wanted(read_scan(*segment), luma, wanted)) kept += segment->whole;
  }
  return kept + "\xff\xd9";
}

}  // namespace vitrine::images
