// JPEG: segments `FF marker length data` after the start mark; each start of scan (SOS) is followed
// by entropy-coded bytes in which FF 00 is a plain FF and FF D0..D7 are restart marks.
#include "images/survey/broken.h"
#include "images/survey/byte_reader.h"
#include "images/survey/survey.h"

namespace vitrine::images {

namespace {

constexpr std::uint8_t kMark = 0xff;
constexpr std::uint8_t kEndOfImage = 0xd9;
constexpr std::uint8_t kStartOfScan = 0xda;

bool is_restart(std::uint8_t marker) {
  return marker >= 0xd0 && marker <= 0xd7;
}

bool is_frame_header(std::uint8_t marker) {
  // C4, C8 and CC are tables that sit among the sixteen frame types.
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// Forward past stuffed and stray bytes to the next marker; 0 at the end.
std::uint8_t next_marker(ByteReader& reader) {
  while (!reader.cut()) {
    reader.seek('\xff');
    std::uint8_t marker = kMark;
    while (marker == kMark && !reader.cut()) marker = reader.u8();
    if (marker != 0 && !is_restart(marker)) return marker;
  }
  return 0;
}

Result<void> read_frame_header(ByteReader segment, Survey& survey) {
  if (survey.width != 0) return broken("two JPEG frame headers");
  const auto bits = segment.u8();
  survey.height = segment.be16();
  survey.width = segment.be16();
  const auto components = segment.u8();
  if (segment.cut() || survey.width == 0 || survey.height == 0) {
    return broken("JPEG frame header without a size");
  }
  if (bits != 8 || (components != 1 && components != 3 && components != 4)) {
    return fail(
        FailureKind::unsupported,
        "The original is a JPEG of an uncommon kind: 8 bit and 1, 3 or 4 components are taken");
  }
  return {};
}

}  // namespace

Result<Survey> survey_jpeg(std::string_view bytes) {
  ByteReader reader(bytes.substr(2));
  Survey survey{.format = Format::jpeg, .scans = 0};
  for (;;) {
    const auto marker = next_marker(reader);
    if (reader.cut()) return cut_off("JPEG without an end mark");
    if (marker == kEndOfImage) break;
    const auto length = reader.be16();
    if (length < 2) return broken("JPEG segment without a length");
    const auto segment = reader.take(length - 2U);
    if (reader.cut()) return cut_off("JPEG ends inside a segment");
    if (is_frame_header(marker)) TRY_VOID(read_frame_header(ByteReader(segment), survey));
    if (marker == kStartOfScan) ++survey.scans;
  }
  if (survey.width == 0 || survey.scans == 0) return broken("JPEG without a picture");
  return survey;
}

}  // namespace vitrine::images
