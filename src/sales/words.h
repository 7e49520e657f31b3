// What a word is when purchases are searched, and how text and query are compared: case, accents
// and widths are folded; punctuation separates words and is never syntax; a sign that is no
// punctuation (÷, $, an emoji) is a word of its own. Chinese, Japanese and Korean, which have no
// spaces to go by, are found by any two characters that follow each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "sales/purchase.h"

namespace vitrine::sales {

struct Word {
  enum class Kind : std::uint8_t {
    // Between spaces and punctuation.
    plain,
    // A run of Chinese, Japanese or Korean characters.
    run,
  };

  // Folded; never empty, without spaces.
  std::string text;
  Kind kind = Kind::plain;

  bool operator==(const Word&) const = default;
};

// Any bytes are safe; what is not UTF-8 separates words. A text of nothing but punctuation ("!!!")
// is one word.
std::vector<Word> words_of(std::string_view text);

// What somebody searches for: all of these, in any order, in any of the fields together. The last
// word need only be begun when it is a plain one; a run may stand anywhere in a longer one.
struct Query {
  // Empty: nothing is found.
  std::vector<Word> words;
};

inline constexpr std::size_t kTermBytesMax = 256;

// bad_request: more than kTermBytesMax bytes, or no plain text.
Result<Query> parse_query(std::string_view term);

// The words that a purchase is found by, each once: of artist, album, description and country.
std::vector<Word> words_of(const Purchase& purchase);

// Would a search find it? What an index finds by shorter pieces is looked at again with this.
bool matches(const Query& query, const Purchase& purchase);

}  // namespace vitrine::sales
