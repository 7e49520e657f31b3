#include "tallies/name.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace vitrine::tallies {

namespace {

// Bytes of the UTF-8 sequence at the front of `text`; 0 when there is none (RFC 3629: shortest
// form, no surrogates, at most U+10FFFF) or it is a control character (C0, DEL, C1).
std::size_t plain_sequence(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto follows = [&](std::size_t i, std::uint8_t low = 0x80, std::uint8_t high = 0xbf) {
    return i < text.size() && at(i) >= low && at(i) <= high;
  };
  const auto first = at(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  // C2 80 to C2 9F are the C1 controls.
  if (first == 0xc2) return follows(1, 0xa0) ? 2 : 0;
  if (first > 0xc2 && first < 0xe0) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0) {
    const std::uint8_t low = first == 0xe0 ? 0xa0 : 0x80;
    const std::uint8_t high = first == 0xed ? 0x9f : 0xbf;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first < 0xf5) {
    const std::uint8_t low = first == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xf4 ? 0x8f : 0xbf;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

Result<void> check_name(std::string_view what, std::string_view name) {
  const auto refuse = [&](const std::string& why) {
    return fail(FailureKind::bad_request, "The name of a " + std::string(what) + " " + why);
  };
  if (name.empty()) return refuse("is empty");
  if (name.size() > kNameBytesMax) {
    return refuse("has " + std::to_string(name.size()) + " bytes; at most " +
                  std::to_string(kNameBytesMax));
  }
  if (name == "." || name == "..") return refuse("may not be \"" + std::string(name) + "\"");
  while (!name.empty()) {
    const auto bytes = plain_sequence(name);
    if (bytes == 0) return refuse("must be UTF-8 without control characters");
    name.remove_prefix(bytes);
  }
  return {};
}

}  // namespace vitrine::tallies
