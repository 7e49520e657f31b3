#include "images/survey/jpeg_tables.h"

#include <fmt/format.h>

#include "images/survey/broken.h"

namespace vitrine::images {

namespace {

constexpr std::uint8_t kHuffman = 0xc4;
constexpr unsigned kTableMax = 3;
constexpr std::size_t kSteps = 64;

Result<void> refuse(std::string message) {
  return fail(FailureKind::unsupported, std::move(message));
}

Result<void> check_number(const char* what, unsigned number) {
  if (number <= kTableMax) return {};
  return refuse(fmt::format(
      "The original has {} table {}; tables are numbered 0 to {}", what, number, kTableMax));
}

Result<void> check_steps(ByteReader reader) {
  while (!reader.at_end()) {
    const auto kind = reader.u8();
    TRY_VOID(check_number("quantisation", kind & 15U));
    for (std::size_t i = 0; i < kSteps; ++i) {
      const unsigned step = kind >> 4 != 0 ? reader.be16() : reader.u8();
      if (reader.cut()) return broken("quantisation table without all of its steps");
      if (step == 0) return refuse("The original has a quantisation step of 0; the least is 1");
    }
  }
  return {};
}

Result<void> check_codes(ByteReader reader) {
  while (!reader.at_end()) {
    const auto kind = reader.u8();
    // The fifth bit tells codes of means from the others.
    TRY_VOID(check_number("Huffman", kind & 0xefU));
    unsigned codes = 0;
    // What is left of all codes of 16 bits.
    int room = 1 << 16;
    for (unsigned length = 1; length <= 16; ++length) {
      const auto count = reader.u8();
      codes += count;
      room -= static_cast<int>(count) << (16 - length);
    }
    constexpr unsigned kCodesMax = 256;
    if (codes > kCodesMax) {
      return refuse(fmt::format(
          "The original has a Huffman table of {} codes; at most {} are taken", codes, kCodesMax));
    }
    if (room < 0) {
      return refuse(fmt::format(
          "The original has a Huffman table of {} codes, {} more than 16 bits can tell apart",
          codes,
          -room));
    }
    reader.skip(codes);
    if (reader.cut()) return broken("Huffman table without all of its symbols");
  }
  return {};
}

}  // namespace

Result<void> check_tables(const JpegSegment& segment) {
  if (segment.marker == JpegSegment::kQuantisation) return check_steps(ByteReader(segment.data));
  if (segment.marker == kHuffman) return check_codes(ByteReader(segment.data));
  return {};
}

Result<void> check_restart_marks(const JpegSegment& scan) {
  constexpr unsigned kFirst = 0xd0;
  constexpr unsigned kLast = 0xd7;
  constexpr std::size_t kMarkerAndLength = 4;
  const auto head = kMarkerAndLength + scan.data.size();
  if (scan.whole.size() < head) return {};
  ByteReader reader(scan.whole.substr(head));
  for (unsigned due = 0;;) {
    reader.seek('\xff');
    unsigned mark = reader.u8();
    while (mark == 0xff && !reader.at_end()) mark = reader.u8();
    if (reader.cut() || reader.at_end()) return {};
    if (mark < kFirst || mark > kLast) continue;
    if (mark - kFirst != due) {
      return refuse(
          fmt::format("The original has restart mark {} where {} is due", mark - kFirst, due));
    }
    due = (due + 1) % 8;
  }
}

}  // namespace vitrine::images
