// GIF: a screen, then blocks: extensions (21), images (2C) and the trailer (3B). Data comes in
// sub-blocks of at most 255 bytes that end with an empty one.
#include <algorithm>

#include "images/survey/broken.h"
#include "images/survey/byte_reader.h"
#include "images/survey/survey.h"

namespace vitrine::images {

namespace {

void skip_sub_blocks(ByteReader& reader) {
  while (const auto length = reader.u8()) reader.skip(length);
}

void skip_colour_table(ByteReader& reader, std::uint8_t flags) {
  constexpr std::uint8_t kHasTable = 0x80;
  if ((flags & kHasTable) != 0) reader.skip(3ULL << ((flags & 7) + 1));
}

// Frames may lie outside the screen, and a decoder then makes room for them.
void read_image(ByteReader& reader, Survey& survey) {
  const std::uint32_t left = reader.le16();
  const std::uint32_t top = reader.le16();
  survey.width = std::max(survey.width, left + reader.le16());
  survey.height = std::max(survey.height, top + reader.le16());
  skip_colour_table(reader, reader.u8());
  reader.skip(1);
  skip_sub_blocks(reader);
  ++survey.frames;
}

}  // namespace

Result<Survey> survey_gif(std::string_view bytes) {
  constexpr std::size_t kSignature = 6;
  ByteReader reader(bytes.substr(kSignature));
  Survey survey{
      .format = Format::gif, .width = reader.le16(), .height = reader.le16(), .frames = 0};
  const auto flags = reader.u8();
  reader.skip(2);
  skip_colour_table(reader, flags);
  for (;;) {
    const auto block = reader.u8();
    if (reader.cut()) return cut_off("GIF without a trailer");
    if (block == 0x3b) break;
    if (block == 0x2c) {
      read_image(reader, survey);
    } else if (block == 0x21) {
      reader.skip(1);
      skip_sub_blocks(reader);
    } else {
      return broken("GIF with an unknown block");
    }
  }
  if (survey.frames == 0 || survey.width == 0 || survey.height == 0) {
    return broken("GIF without a picture");
  }
  return survey;
}

}  // namespace vitrine::images
