#include "endpoints/upload_name.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace vitrine::endpoints {

namespace {

// "-", and at most seven characters behind it.
constexpr std::size_t kSuffixBytesMax = 8;

// Extensions that say what kind of picture it is, and would be wrong behind a name of another kind.
constexpr std::array<std::string_view, 16> kPictureExtensions = {"jpg",
                                                                 "jpeg",
                                                                 "jpe",
                                                                 "jfif",
                                                                 "png",
                                                                 "webp",
                                                                 "avif",
                                                                 "gif",
                                                                 "bmp",
                                                                 "tif",
                                                                 "tiff",
                                                                 "heic",
                                                                 "heif",
                                                                 "svg",
                                                                 "apng",
                                                                 "jxl"};

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool good = false;
};

std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The first character of `text`, which is not empty.
Character first_of(std::string_view text) {
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text.front());
  const auto length = length_of(lead);
  if (length == 1) return {lead, 1, true};
  if (length == 0 || length > text.size()) return {};
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0U) != 0x80) return {};
    code = code << 6 | (byte & 0x3FU);
  }
  if (code < kLeast[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length, true};
}

// What is left out: it cannot be seen, and makes a name look like another one.
bool is_hidden(char32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return true;
  if (code == 0x61C || code == 0x200E || code == 0x200F || code == 0xFEFF) return true;
  return (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool is_sign(char32_t code) {
  constexpr std::u32string_view kSigns = U"<>:\"|?*";
  return kSigns.find(code) != std::u32string_view::npos;
}

std::string cleaned(std::string_view given) {
  std::string clean;
  while (!given.empty()) {
    const auto character = first_of(given);
    if (!character.good || is_sign(character.code)) {
      clean += '_';
    } else if (!is_hidden(character.code)) {
      clean += given.substr(0, character.bytes);
    }
    given.remove_prefix(character.bytes);
  }
  return clean;
}

std::string_view last_segment(std::string_view path) {
  const auto separator = path.find_last_of("/\\");
  return separator == std::string_view::npos ? path : path.substr(separator + 1);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kAround = ". ";
  const auto begin = text.find_first_not_of(kAround);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kAround) - begin + 1);
}

std::string_view cut_to(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  // Not inside a character.
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80) {
    --bytes_max;
  }
  return text.substr(0, bytes_max);
}

std::optional<images::Format> format_of(std::string_view extension) {
  return images::format_of_extension(lowered(extension));
}

}  // namespace

std::string upload_name(std::string_view given, images::Format format) {
  const auto clean = cleaned(last_segment(given));
  auto stem = trimmed(clean);
  std::string extension(images::extension_of(format));
  if (const auto dot = stem.rfind('.'); dot != std::string_view::npos && dot > 0) {
    const auto its_own = stem.substr(dot + 1);
    if (format_of(its_own) == format) {
      extension = its_own;
      stem = stem.substr(0, dot);
    } else if (std::ranges::find(kPictureExtensions, lowered(its_own)) !=
               kPictureExtensions.end()) {
      stem = stem.substr(0, dot);
    }
  }
  const auto most = kUploadNameBytesMax - kSuffixBytesMax - extension.size() - 1;
  stem = trimmed(cut_to(trimmed(stem), most));
  if (stem.empty()) stem = "picture";
  return std::string(stem) + '.' + extension;
}

std::string name_with_suffix(std::string_view name, std::string_view suffix) {
  const auto dot = name.rfind('.');
  return std::string(name.substr(0, dot)) + '-' + std::string(suffix) +
         std::string(name.substr(dot));
}

images::Format format_of_name(std::string_view name) {
  return format_of(name.substr(name.rfind('.') + 1)).value_or(images::Format::jpeg);
}

}  // namespace vitrine::endpoints
