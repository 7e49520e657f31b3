// A JPEG as a list of segments `FF marker length data`, from behind its start mark to its end mark.
// A start of scan is followed by entropy-coded bytes, in which FF 00 is a plain FF and FF D0..D7
// are restart marks. Bytes between segments that belong to nothing are passed over, as decoders do.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "images/survey/byte_reader.h"

namespace vitrine::images {

struct JpegSegment {
  static constexpr std::uint8_t kStartOfScan = 0xda;
  static constexpr std::uint8_t kQuantisation = 0xdb;
  static constexpr std::uint8_t kProgressive = 0xc2;

  std::uint8_t marker = 0;
  std::string_view data = {};
  // Marker, length, data, and for a scan its entropy-coded bytes.
  std::string_view whole = {};

  bool is_frame_header() const {
    // C4, C8 and CC are tables that sit among the sixteen frame types.
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
};

class JpegSegments {
 public:
  explicit JpegSegments(std::string_view jpeg) : bytes_(jpeg), reader_(jpeg) { reader_.skip(2); }

  // Absent at the end mark, and when the file ends or makes no sense before it.
  std::optional<JpegSegment> next();

  // Whether the end mark was seen.
  bool complete() const { return complete_; }

  bool cut() const { return reader_.cut(); }

 private:
  // Forward to just behind the next marker; 0 at the end.
  std::uint8_t next_marker();

  std::size_t position() const { return bytes_.size() - reader_.left(); }

  std::string_view bytes_;
  ByteReader reader_;
  bool complete_ = false;
};

}  // namespace vitrine::images
