#include "accounts/api_key.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine::accounts {

namespace {

constexpr std::array kWords = {
    std::pair{Right::view, std::string_view("read")},
    std::pair{Right::write_purchases, std::string_view("purchases:write")},
    std::pair{Right::operate, std::string_view("operator")}};

}  // namespace

std::string Scopes::text() const {
  std::string words;
  for (const auto& [right, word] : kWords) {
    if ((bits_ & bit(right)) == 0) continue;
    if (!words.empty()) words += ' ';
    words += word;
  }
  return words;
}

Outcome<Scopes> parse_scopes(std::string_view text) {
  Scopes scopes;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(", "), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const auto known = std::ranges::find(kWords, word, &std::pair<Right, std::string_view>::second);
    if (known == kWords.end()) {
      constexpr std::size_t kShownMax = 40;
      return refuse(Refusal::Why::invalid,
                    "\"" + std::string(word.substr(0, kShownMax)) +
                        "\" is no scope; there are read, purchases:write and operator");
    }
    scopes.add(known->first);
  }
  if (scopes.empty()) {
    return refuse(Refusal::Why::invalid, "A key needs a scope: read, purchases:write or operator");
  }
  return scopes;
}

}  // namespace vitrine::accounts
