#include "delivery/kept_header.h"

#include <charconv>
#include <chrono>
#include <system_error>

namespace vitrine::delivery {

namespace {

constexpr std::string_view kFirstLine = "vitrine original 1";
constexpr std::size_t kValidatorBytesMax = 1024;
constexpr std::size_t kFingerprintDigits = 64;

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

// A validator is somebody else's text: one that could break out of its line is not kept.
std::string validator_line(std::string_view name, std::string_view value) {
  if (value.empty() || value.size() > kValidatorBytesMax) return {};
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return {};
  }
  std::string line(name);
  line += ": ";
  line += value;
  return line + '\n';
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A WallTime counts nanoseconds, which end in 2262.
std::optional<WallTime> time(std::string_view text) {
  constexpr std::int64_t kYear2200 = 7'258'118'400;
  const auto value = number(text);
  if (!value || *value < -kYear2200 || *value > kYear2200) return std::nullopt;
  return WallTime{std::chrono::seconds{*value}};
}

bool is_fingerprint(std::string_view text) {
  return text.size() == kFingerprintDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// False when the value cannot be what its name says.
bool read_line(std::string_view name, std::string_view value, KeptHeader& header) {
  if (name == "sha256") {
    header.fingerprint = value;
    return is_fingerprint(value);
  }
  if (name == "bytes") {
    const auto bytes = number(value);
    header.bytes = static_cast<std::uint64_t>(bytes.value_or(0));
    return bytes && *bytes > 0;
  }
  if (name == "checked" || name == "modified") {
    const auto at = time(value);
    (name == "checked" ? header.checked : header.modified) = at.value_or(WallTime{});
    return at.has_value();
  }
  if (name == "etag") header.validators.etag = value;
  if (name == "last-modified") header.validators.last_modified = value;
  return true;
}

}  // namespace

std::string write_kept_header(const KeptHeader& header) {
  std::string text(kFirstLine);
  text += "\nsha256: " + header.fingerprint;
  text += "\nbytes: " + std::to_string(header.bytes);
  text += "\nchecked: " + std::to_string(seconds(header.checked));
  text += "\nmodified: " + std::to_string(seconds(header.modified)) + '\n';
  text += validator_line("etag", header.validators.etag);
  text += validator_line("last-modified", header.validators.last_modified);
  return text + '\n';
}

std::optional<ParsedKeptHeader> parse_kept_header(std::string_view start) {
  start = start.substr(0, kKeptHeaderBytesMax);
  ParsedKeptHeader parsed;
  bool first = true;
  while (true) {
    const auto end = start.find('\n', parsed.offset);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = start.substr(parsed.offset, end - parsed.offset);
    parsed.offset = end + 1;
    if (first && line != kFirstLine) return std::nullopt;
    if (line.empty()) break;
    if (!first) {
      const auto colon = line.find(": ");
      if (colon == std::string_view::npos) return std::nullopt;
      if (!read_line(line.substr(0, colon), line.substr(colon + 2), parsed.header)) {
        return std::nullopt;
      }
    }
    first = false;
  }
  if (parsed.header.fingerprint.empty() || parsed.header.bytes == 0) return std::nullopt;
  return parsed;
}

}  // namespace vitrine::delivery
