// What the index of words holds, and how it is asked. FTS5 has a language of its own for queries;
// only quoted words, AND and the star of a prefix are ever used of it, and no query is made of
// anything but words.
#pragma once

#include <string>
#include <vector>

#include "sales/words.h"

namespace vitrine::store::sqlite {

// Prefixes of up to so many characters have an index.
inline constexpr std::size_t kPrefixCharacters = 6;

// The words of a purchase, with a space between. A run of Chinese, Japanese or Korean is indexed as
// every two characters that follow each other, and its last one alone.
std::string index_text(const std::vector<sales::Word>& words);

struct IndexQuery {
  std::string match;
  // The index answers a wider question: what it finds is looked at again (sales::matches).
  bool look_again = false;
  // The same without widening a long prefix; empty when that makes no difference. Fast when few
  // words begin so, while `match` is fast when many do.
  std::string narrow_match;
};

// `query` has words.
IndexQuery index_query(const sales::Query& query);

}  // namespace vitrine::store::sqlite
