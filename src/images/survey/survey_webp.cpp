// WebP: a RIFF file. Simple pictures are one chunk `VP8 ` or `VP8L`; extended ones start with
// `VP8X`, which has the canvas, and hold one `ANMF` per frame when they are animated.
#include "images/survey/broken.h"
#include "images/survey/byte_reader.h"
#include "images/survey/survey.h"

namespace vitrine::images {

namespace {

// Sizes of 14 bits with two bits of scaling advice above them.
constexpr std::uint32_t kFourteenBits = 0x3fff;

Result<void> read_lossy(ByteReader chunk, Survey& survey) {
  chunk.skip(3);
  const bool key_frame = chunk.take(3) == "\x9d\x01\x2a";
  survey.width = chunk.le16() & kFourteenBits;
  survey.height = chunk.le16() & kFourteenBits;
  if (chunk.cut() || !key_frame) return broken("WebP frame header");
  return {};
}

Result<void> read_lossless(ByteReader chunk, Survey& survey) {
  const bool signature = chunk.u8() == 0x2f;
  const auto sizes = chunk.le32();
  survey.width = (sizes & kFourteenBits) + 1;
  survey.height = (sizes >> 14 & kFourteenBits) + 1;
  if (chunk.cut() || !signature) return broken("WebP lossless header");
  return {};
}

Result<void> read_canvas(ByteReader chunk, Survey& survey) {
  chunk.skip(4);
  survey.width = chunk.le24() + 1;
  survey.height = chunk.le24() + 1;
  if (chunk.cut()) return broken("WebP extended header");
  return {};
}

// The canvas of VP8X comes first and is what a decoder fills.
Result<void> read_chunk(std::string_view type, ByteReader chunk, Survey& survey) {
  if (type == "ANMF") ++survey.frames;
  if (survey.width != 0) return {};
  if (type == "VP8X") return read_canvas(chunk, survey);
  if (type == "VP8 ") return read_lossy(chunk, survey);
  if (type == "VP8L") return read_lossless(chunk, survey);
  return {};
}

}  // namespace

Result<Survey> survey_webp(std::string_view bytes) {
  ByteReader file(bytes.substr(4));
  const auto size = file.le32();
  ByteReader reader(file.take(size));
  if (file.cut()) return cut_off("WebP shorter than its RIFF header says");
  reader.skip(4);
  Survey survey{.format = Format::webp, .frames = 0};
  while (reader.left() >= 8) {
    const auto type = reader.take(4);
    const auto length = reader.le32();
    const ByteReader chunk(reader.take(length));
    // Chunks are padded to even length; the last one may lack its padding.
    if (length % 2 != 0 && !reader.at_end()) reader.skip(1);
    if (reader.cut()) return cut_off("WebP ends inside a chunk");
    TRY_VOID(read_chunk(type, chunk, survey));
  }
  if (survey.width == 0 || survey.height == 0) return broken("WebP without a picture");
  if (survey.frames == 0) survey.frames = 1;
  return survey;
}

}  // namespace vitrine::images
