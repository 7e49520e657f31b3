#include "store/sqlite/search_words.h"

#include <algorithm>
#include <string_view>

namespace vitrine::store::sqlite {

namespace {

using sales::Word;

// Words are well-formed UTF-8.
std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    std::size_t end = 1;
    while (end < text.size() && (text[end] & 0xc0) == 0x80) ++end;
    all.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return all;
}

std::vector<std::string> pairs_of(const std::vector<std::string_view>& characters) {
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
    auto pair = std::string(characters[i]) += characters[i + 1];
    if (std::ranges::find(pairs, pair) == pairs.end()) pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::string quoted(std::string_view word) {
  std::string text = "\"";
  for (const char letter : word) {
    if (letter == '"') text += '"';
    text += letter;
  }
  return text += '"';
}

std::string prefix(std::string_view word) {
  return quoted(word) + " *";
}

void add(std::string& match, const std::string& part) {
  if (!match.empty()) match += " AND ";
  match += part;
}

void add_run(IndexQuery& query, const Word& word) {
  const auto characters = characters_of(word.text);
  if (characters.size() == 1) {
    add(query.match, prefix(word.text));
    return;
  }
  const auto pairs = pairs_of(characters);
  for (const auto& pair : pairs) add(query.match, quoted(pair));
  // That all pairs are there does not mean that they follow each other.
  query.look_again = query.look_again || characters.size() > 2;
}

}  // namespace

std::string index_text(const std::vector<Word>& words) {
  std::string text;
  const auto put = [&](std::string_view word) {
    if (!text.empty()) text += ' ';
    text += word;
  };
  for (const auto& word : words) {
    if (word.kind == Word::Kind::plain) {
      put(word.text);
      continue;
    }
    const auto characters = characters_of(word.text);
    for (const auto& pair : pairs_of(characters)) put(pair);
    put(characters.back());
  }
  return text;
}

IndexQuery index_query(const sales::Query& query) {
  IndexQuery built;
  for (std::size_t i = 0; i + 1 < query.words.size(); ++i) {
    const auto& word = query.words[i];
    if (word.kind == Word::Kind::run) {
      add_run(built, word);
    } else {
      add(built.match, quoted(word.text));
    }
  }
  const auto& last = query.words.back();
  if (last.kind == Word::Kind::run) {
    add_run(built, last);
    return built;
  }
  const auto characters = characters_of(last.text);
  if (characters.size() <= kPrefixCharacters) {
    add(built.match, prefix(last.text));
    return built;
  }
  built.narrow_match = built.match;
  add(built.narrow_match, prefix(last.text));
  const auto bytes = characters[kPrefixCharacters].data() - last.text.data();
  add(built.match, prefix(std::string_view(last.text).substr(0, static_cast<std::size_t>(bytes))));
  built.look_again = true;
  return built;
}

}  // namespace vitrine::store::sqlite
