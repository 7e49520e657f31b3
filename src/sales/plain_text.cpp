#include "sales/plain_text.h"

#include <utf8proc.h>

#include <cstddef>
#include <cstdint>

namespace vitrine::sales {

namespace {

constexpr std::size_t kShownBytesMax = 64;

// Bytes of the character at the front; 0 when it is none, or a control character.
std::size_t character_bytes(std::string_view text) {
  std::int32_t character = 0;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const std::uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()),
                                      &character);
  if (bytes <= 0) return 0;
  const bool is_control = character < 0x20 || (character >= 0x7f && character < 0xa0);
  return is_control ? 0 : static_cast<std::size_t>(bytes);
}

}  // namespace

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto bytes = character_bytes(text);
    if (bytes == 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

std::string shown(std::string_view text) {
  if (!is_plain_text(text)) return "not plain text";
  std::size_t end = 0;
  while (end < text.size()) {
    const auto bytes = character_bytes(text.substr(end));
    if (end + bytes > kShownBytesMax) break;
    end += bytes;
  }
  std::string quoted = "\"" + std::string(text.substr(0, end));
  return quoted + (end < text.size() ? "…\"" : "\"");
}

}  // namespace vitrine::sales
