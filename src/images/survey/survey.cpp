#include "images/survey/survey.h"

#include "images/survey/broken.h"

namespace vitrine::images {

namespace {

// A HEIF file is AVIF only if one of its brands says so: the same box holds HEIC, which we do not
// read.
bool is_avif(std::string_view bytes) {
  if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return false;
  std::size_t size = 0;
  for (const char byte : bytes.substr(0, 4)) size = size << 8 | static_cast<unsigned char>(byte);
  const auto brands = bytes.substr(8, size < 8 ? 0 : size - 8);
  // Major brand, a version that is none, then compatible brands.
  for (std::size_t at = 0; at + 4 <= brands.size(); at += at == 0 ? 8 : 4) {
    const auto brand = brands.substr(at, 4);
    if (brand == "avif" || brand == "avis") return true;
  }
  return false;
}

}  // namespace

std::optional<Format> sniff(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return Format::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return Format::png;
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return Format::gif;
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") {
    return Format::webp;
  }
  if (is_avif(bytes)) return Format::avif;
  return std::nullopt;
}

Result<Survey> survey(std::string_view original, Corrupt corrupt) {
  const auto format = sniff(original);
  if (!format) {
    return fail(FailureKind::unsupported,
                "The original is not a JPEG, PNG, WebP, AVIF or GIF picture");
  }
  switch (*format) {
    case Format::jpeg:
      return survey_jpeg(original, corrupt);
    case Format::png:
      return survey_png(original, corrupt);
    case Format::webp:
      return survey_webp(original);
    case Format::avif:
      return survey_avif(original);
    case Format::gif:
      return survey_gif(original);
  }
  return broken("unknown format");
}

}  // namespace vitrine::images
