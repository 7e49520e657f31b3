#include "tallies/name.h"

#include <array>
#include <cstdint>
#include <string>

namespace vitrine::tallies {

namespace {

// The well-formed sequences of UTF-8 (RFC 3629, section 4) but for control characters: C0, DEL, and
// C2 80 to C2 9F, which are C1. Bytes behind the second are 80 to BF.
struct Sequence {
  std::uint8_t first_low, first_high, second_low, second_high, bytes;
};

constexpr std::array<Sequence, 10> kSequences = {{{0x20, 0x7e, 0x00, 0x00, 1},
                                                  {0xc2, 0xc2, 0xa0, 0xbf, 2},
                                                  {0xc3, 0xdf, 0x80, 0xbf, 2},
                                                  {0xe0, 0xe0, 0xa0, 0xbf, 3},
                                                  {0xe1, 0xec, 0x80, 0xbf, 3},
                                                  {0xed, 0xed, 0x80, 0x9f, 3},
                                                  {0xee, 0xef, 0x80, 0xbf, 3},
                                                  {0xf0, 0xf0, 0x90, 0xbf, 4},
                                                  {0xf1, 0xf3, 0x80, 0xbf, 4},
                                                  {0xf4, 0xf4, 0x80, 0x8f, 4}}};

bool begins_with(std::string_view text, const Sequence& sequence) {
  const auto is_between = [&](std::size_t i, std::uint8_t low, std::uint8_t high) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    return byte >= low && byte <= high;
  };
  if (text.size() < sequence.bytes) return false;
  if (!is_between(0, sequence.first_low, sequence.first_high)) return false;
  if (sequence.bytes == 1) return true;
  bool rest = is_between(1, sequence.second_low, sequence.second_high);
  for (std::size_t i = 2; i < sequence.bytes; ++i) rest = rest && is_between(i, 0x80, 0xbf);
  return rest;
}

// Bytes of the sequence at the front of `text`; 0 when there is none.
std::size_t plain_sequence(std::string_view text) {
  for (const auto& sequence : kSequences) {
    if (begins_with(text, sequence)) return sequence.bytes;
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
