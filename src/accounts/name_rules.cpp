#include "accounts/name_rules.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace vitrine::accounts {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that are printable for the C library and do not show: joiners, marks of direction,
// fillers, variation selectors, tags.
constexpr std::array kInvisible = {Range{0xA0, 0xA0},
                                   Range{0xAD, 0xAD},
                                   Range{0x34F, 0x34F},
                                   Range{0x61C, 0x61C},
                                   Range{0x115F, 0x1160},
                                   Range{0x17B4, 0x17B5},
                                   Range{0x180B, 0x180F},
                                   Range{0x2000, 0x200F},
                                   Range{0x2028, 0x202F},
                                   Range{0x2060, 0x206F},
                                   Range{0x2800, 0x2800},
                                   Range{0x3164, 0x3164},
                                   Range{0xE000, 0xF8FF},
                                   Range{0xFE00, 0xFE0F},
                                   Range{0xFEFF, 0xFEFF},
                                   Range{0xFFA0, 0xFFA0},
                                   Range{0xFFF0, 0xFFFF},
                                   Range{0xE0000, 0x10FFFF}};

// Accents and marks that are put onto the letter before them.
constexpr std::array kCombining = {Range{0x300, 0x36F},
                                   Range{0x1AB0, 0x1AFF},
                                   Range{0x1DC0, 0x1DFF},
                                   Range{0x20D0, 0x20FF},
                                   Range{0xFE20, 0xFE2F}};

bool is_in(const auto& ranges, char32_t point) {
  return std::ranges::any_of(
      ranges, [point](Range range) { return point >= range.first && point <= range.last; });
}

// What the C library knows about Unicode, whatever the locale of the process is.
locale_t unicode() {
  static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return made;
}

// Cuts one code point off; absent for what is no UTF-8 (RFC 3629).
std::optional<char32_t> next(std::string_view& text) {
  const auto first = static_cast<std::uint8_t>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  constexpr std::array<std::uint8_t, 5> kBits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  const bool leads = first < 0x80 || (first >= 0xC2 && first <= 0xF4);
  if (!leads || text.size() < length) return std::nullopt;
  char32_t point = first & kBits[length];
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<std::uint8_t>(c);
    if ((byte & 0xC0U) != 0x80) return std::nullopt;
    point = point << 6U | (byte & 0x3FU);
  }
  text.remove_prefix(length);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < kLeast[length] || surrogate || point > 0x10FFFF) return std::nullopt;
  return point;
}

void append(std::string& text, char32_t point) {
  const auto add = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    add(point);
    return;
  }
  if (point < 0x800) {
    add(0xC0U | point >> 6U);
  } else {
    if (point < 0x10000) {
      add(0xE0U | point >> 12U);
    } else {
      add(0xF0U | point >> 18U);
      add(0x80U | (point >> 12U & 0x3FU));
    }
    add(0x80U | (point >> 6U & 0x3FU));
  }
  add(0x80U | (point & 0x3FU));
}

std::unexpected<Refusal> invalid(std::string message) {
  return refuse(Refusal::Why::invalid, std::move(message));
}

}  // namespace

Outcome<void> check_name(std::string_view name) {
  if (name.empty()) return invalid("The name is empty");
  std::size_t characters = 0;
  char32_t before = U' ';
  while (!name.empty()) {
    const auto point = next(name);
    if (!point) return invalid("The name is no text in UTF-8");
    if (is_in(kCombining, *point)) {
      return invalid("The name has an accent of its own; write the letter with it as one");
    }
    const auto wide = static_cast<wint_t>(*point);
    const bool blank = *point == U' ';
    const bool shows = iswprint_l(wide, unicode()) != 0 && !is_in(kInvisible, *point) &&
                       (blank || iswspace_l(wide, unicode()) == 0);
    if (!shows) return invalid("The name has a character that does not show");
    if (blank && before == U' ') return invalid("The name has a blank too many");
    before = *point;
    if (++characters > kNameCharactersMax) return invalid("The name is longer than 64 characters");
  }
  if (before == U' ') return invalid("The name has a blank too many");
  return {};
}

std::string fold_name(std::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  while (!name.empty()) {
    const auto point = next(name);
    if (!point) return {};
    // To capitals and back: so the two small sigmas, and "K" and the sign of kelvin, are one.
    const auto capital = towupper_l(static_cast<wint_t>(*point), unicode());
    append(folded, static_cast<char32_t>(towlower_l(capital, unicode())));
  }
  return folded;
}

}  // namespace vitrine::accounts
