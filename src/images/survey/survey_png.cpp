// PNG: eight bytes of signature, then chunks `length type data crc`, from IHDR to IEND.
#include "images/survey/broken.h"
#include "images/survey/byte_reader.h"
#include "images/survey/survey.h"

namespace vitrine::images {

Result<Survey> survey_png(std::string_view bytes, Corrupt corrupt) {
  constexpr std::size_t kSignature = 8;
  ByteReader reader(bytes.substr(kSignature));
  const auto header_length = reader.be32();
  if (reader.take(4) != "IHDR" || header_length != 13) return broken("PNG without IHDR");
  Survey survey{.format = Format::png, .width = reader.be32(), .height = reader.be32()};
  constexpr std::uint32_t kSideMax = 0x7fffffff;
  if (survey.width == 0 || survey.height == 0 || survey.width > kSideMax ||
      survey.height > kSideMax) {
    return broken("PNG without a size");
  }
  constexpr std::size_t kChecksum = 4;
  const bool eight_bits = reader.u8() == 8;
  // Colour type, compression and filter method.
  reader.skip(3);
  survey.plain_png = reader.u8() == 0 && eight_bits;
  reader.skip(kChecksum);
  bool has_pixels = false;
  for (;;) {
    const auto length = reader.be32();
    const auto type = reader.take(4);
    reader.skip(std::uint64_t{length} + kChecksum);
    if (reader.cut()) {
      if (corrupt != Corrupt::best_effort || !(has_pixels || type == "IDAT")) {
        return cut_off("PNG without IEND");
      }
      survey.cut = true;
      survey.plain_png = false;
      return survey;
    }
    if (type == "IEND") break;
    has_pixels = has_pixels || type == "IDAT";
  }
  if (!has_pixels) return broken("PNG without IDAT");
  return survey;
}

}  // namespace vitrine::images
