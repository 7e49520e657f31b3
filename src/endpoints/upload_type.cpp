#include "endpoints/upload_type.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "images/survey/survey.h"

namespace vitrine::endpoints {

namespace {

struct Known {
  std::string_view begins_with;
  std::string_view name;
};

constexpr std::array<Known, 16> kKnown = {{
    {"%PDF-", "a PDF document"},
    {"%!PS", "a PostScript document"},
    {"BM", "a BMP picture"},
    {std::string_view("II*\0", 4), "a TIFF picture"},
    {std::string_view("MM\0*", 4), "a TIFF picture"},
    {std::string_view("\0\0\1\0", 4), "an icon"},
    {"8BPS", "a Photoshop document"},
    {"\xff\x0a", "a JPEG XL picture"},
    {std::string_view("\0\0\0\x0cJXL ", 8), "a JPEG XL picture"},
    {std::string_view("\0\0\0\x0cjP  ", 8), "a JPEG 2000 picture"},
    {"PK\3\4", "a ZIP archive"},
    {"\x1f\x8b", "a gzip archive"},
    {"\x7f"
     "ELF",
     "a program"},
    {"MZ", "a program"},
    {"#!", "a script"},
    {"\x1a\x45\xdf\xa3", "a video"},
}};

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

std::string_view brand_name(std::string_view bytes) {
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp") return {};
  const auto brand = bytes.substr(8, 4);
  for (const std::string_view heif : {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}) {
    if (brand == heif) return "an HEIC picture";
  }
  return "a video";
}

// A character that was cut in the middle is still text.
bool is_text(std::string_view bytes) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7F;
  };
  return !bytes.empty() && std::ranges::none_of(bytes, is_control);
}

std::string_view text_name(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const auto begin = bytes.find_first_not_of(" \t\r\n\f");
  const auto text = lowered(bytes.substr(std::min(begin, bytes.size())));
  const bool marked_up = text.starts_with('<');
  if (marked_up && text.find("<svg") != std::string::npos) return "an SVG drawing";
  for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<script"}) {
    if (marked_up && text.find(tag) != std::string::npos) return "an HTML page";
  }
  if (!is_text(bytes)) return {};
  return marked_up ? "an XML document" : "text";
}

std::string_view name_of(std::string_view bytes) {
  const auto known = std::ranges::find_if(
      kKnown, [&](const Known& one) { return bytes.starts_with(one.begins_with); });
  // Text may begin with any letters.
  const auto text = text_name(bytes);
  if (known != kKnown.end() && (text.empty() || known->begins_with.size() > 2)) return known->name;
  if (bytes.starts_with("#!")) return "a script";
  if (const auto brand = brand_name(bytes); !brand.empty()) return brand;
  return text;
}

}  // namespace

Result<images::Format> upload_type(std::string_view bytes) {
  if (const auto format = images::sniff(bytes)) return *format;
  const auto name = name_of(bytes);
  return fail(FailureKind::media_type,
              fmt::format("The file is {}; JPEG, PNG, WebP, AVIF and GIF pictures are taken",
                          name.empty() ? "no picture that is known here" : name));
}

}  // namespace vitrine::endpoints
