#include "sales/words.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "sales/plain_text.h"

namespace vitrine::sales {

namespace {

using Character = std::int32_t;

struct Range {
  Character first;
  Character last;

  bool holds(Character character) const { return character >= first && character <= last; }
};

// Marks that are put on letters of the alphabets of Europe. Those of other scripts are letters in
// all but name: か and が are two.
constexpr std::array kAccents = {Range{0x300, 0x36f},
                                 Range{0x1ab0, 0x1aff},
                                 Range{0x1dc0, 0x1dff},
                                 Range{0x20d0, 0x20ff},
                                 Range{0xfe20, 0xfe2f}};
// Han, Hiragana, Katakana, Bopomofo, Hangul, and the old Han of the higher planes.
constexpr std::array kUnspaced = {Range{0x1100, 0x11ff},
                                  Range{0x2e80, 0x2fdf},
                                  Range{0x3005, 0x3007},
                                  Range{0x3021, 0x302f},
                                  Range{0x3031, 0x9fff},
                                  Range{0xa960, 0xa97f},
                                  Range{0xac00, 0xd7ff},
                                  Range{0xf900, 0xfaff},
                                  Range{0x1b000, 0x1b2ff},
                                  Range{0x20000, 0x3ffff}};

bool holds(std::span<const Range> ranges, Character character) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return range.holds(character); });
}

enum class Class : std::uint8_t { separator, letter, unspaced, sign, nothing };

Class class_of(Character character) {
  switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return holds(kUnspaced, character) ? Class::unspaced : Class::letter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      // Variation selectors say how something looks, not what it is.
      if (character >= 0xfe00 && character <= 0xfe0f) return Class::nothing;
      return holds(kUnspaced, character) ? Class::unspaced : Class::letter;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
      return Class::sign;
    case UTF8PROC_CATEGORY_CF:
      return Class::nothing;
    default:
      return Class::separator;
  }
}

void append(std::string& to, Character character) {
  std::array<std::uint8_t, 4> bytes{};
  const auto count = utf8proc_encode_char(character, bytes.data());
  to.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(count));
}

std::vector<Character> decomposed(std::string_view text) {
  constexpr auto kOptions =
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
  std::vector<Character> all;
  while (!text.empty()) {
    Character character = 0;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const std::uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()),
                                        &character);
    text.remove_prefix(bytes > 0 ? static_cast<std::size_t>(bytes) : 1);
    if (bytes <= 0) {
      all.push_back(' ');
      continue;
    }
    // The longest of Unicode is 18.
    std::array<Character, 32> parts{};
    int last_class = UTF8PROC_BOUNDCLASS_START;
    const auto count =
        utf8proc_decompose_char(character, parts.data(), parts.size(), kOptions, &last_class);
    if (count > 0) all.insert(all.end(), parts.begin(), parts.begin() + count);
  }
  return all;
}

// ASCII, which nearly everything is, needs no Unicode.
bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, [](char byte) { return (byte & 0x80) != 0; });
}

std::array<Class, 128> classes_of_ascii() {
  std::array<Class, 128> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    classes[i] = class_of(static_cast<Character>(i));
  }
  return classes;
}

std::vector<Word> words_of_ascii(std::string_view text) {
  static const auto classes = classes_of_ascii();
  std::vector<Word> words;
  auto last = Class::separator;
  for (const char letter : text) {
    const auto now = classes[static_cast<std::size_t>(letter)];
    if (now == Class::nothing) continue;
    if (now != Class::separator) {
      if (now != last || now == Class::sign) words.emplace_back();
      words.back().text += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    }
    last = now;
  }
  return words;
}

// Case and widths folded, accents gone, what else was taken apart put together again.
std::vector<Character> folded(std::string_view text) {
  std::vector<Character> all;
  if (is_ascii(text)) return {text.begin(), text.end()};
  all = decomposed(text);
  std::erase_if(all, [](Character character) { return holds(kAccents, character); });
  const auto size = utf8proc_normalize_utf32(
      all.data(), static_cast<utf8proc_ssize_t>(all.size()), UTF8PROC_COMPOSE);
  all.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return all;
}

// A text in which there is no word is a word itself, such as the name of the band "!!!".
void add_punctuation(const std::vector<Character>& characters, std::vector<Word>& words) {
  Word word;
  for (const auto character : characters) {
    const auto category = utf8proc_category(character);
    if (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO) {
      append(word.text, character);
    }
  }
  if (!word.text.empty()) words.push_back(std::move(word));
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  if (is_ascii(text)) {
    auto words = words_of_ascii(text);
    if (!words.empty()) return words;
  }
  const auto characters = folded(text);
  std::vector<Word> words;
  auto last = Class::separator;
  for (const auto character : characters) {
    const auto now = class_of(character);
    if (now == Class::nothing) continue;
    if (now != Class::separator) {
      if (now != last || now == Class::sign) words.emplace_back();
      words.back().kind = now == Class::unspaced ? Word::Kind::run : Word::Kind::plain;
      append(words.back().text, character);
    }
    last = now;
  }
  if (words.empty()) add_punctuation(characters, words);
  return words;
}

Result<Query> parse_query(std::string_view term) {
  if (term.size() > kTermBytesMax) {
    return fail(FailureKind::bad_request,
                fmt::format("The term has {} bytes; at most {}", term.size(), kTermBytesMax));
  }
  if (!is_plain_text(term)) {
    return fail(FailureKind::bad_request, "The term must be UTF-8 without control characters");
  }
  return Query{words_of(term)};
}

std::vector<Word> words_of(const Purchase& purchase) {
  std::vector<Word> all;
  for (const auto* text : {&purchase.artist_name,
                           &purchase.album_title,
                           &purchase.item_description,
                           &purchase.country}) {
    for (auto& word : words_of(*text)) {
      if (std::ranges::find(all, word) == all.end()) all.push_back(std::move(word));
    }
  }
  return all;
}

bool matches(const Query& query, const Purchase& purchase) {
  const auto words = words_of(purchase);
  const auto is_there = [&](const Word& wanted, bool is_last) {
    return std::ranges::any_of(words, [&](const Word& word) {
      if (wanted.kind != word.kind) return false;
      if (wanted.kind == Word::Kind::run) return word.text.contains(wanted.text);
      return is_last ? word.text.starts_with(wanted.text) : word.text == wanted.text;
    });
  };
  for (std::size_t i = 0; i < query.words.size(); ++i) {
    if (!is_there(query.words[i], i + 1 == query.words.size())) return false;
  }
  return !query.words.empty();
}

}  // namespace vitrine::sales
