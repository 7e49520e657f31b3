#include "endpoints/accept.h"

#include <algorithm>

namespace vitrine::endpoints {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Cuts the text up to `separator` off the front of `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(part);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "0.85" to 850.
int thousandths(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 1000;
  int value = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] == '.') {
    int unit = 100;
    for (const char c : text.substr(2, 3)) {
      if (!is_digit(c)) return 1000;
      value += (c - '0') * unit;
      unit /= 10;
    }
  }
  return std::min(value, 1000);
}

// 3 for the type itself, 2 for "image/*", 1 for "*/*", 0 for another type.
int specificity(std::string_view range, std::string_view type) {
  if (range == type) return 3;
  if (range == "*/*") return 1;
  const bool family = range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1));
  return family ? 2 : 0;
}

}  // namespace

int quality_of(std::string_view type, std::string_view accept, Wildcards wildcards) {
  int best_match = 0;
  int quality = 0;
  while (!accept.empty()) {
    auto item = next_part(accept, ',');
    const auto range = next_part(item, ';');
    const int match = specificity(range, type);
    if (match == 0 || match < best_match) continue;
    if (wildcards == Wildcards::ignored && match < 3) continue;
    best_match = match;
    quality = 1000;
    while (!item.empty()) {
      const auto parameter = next_part(item, ';');
      if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
        quality = thousandths(parameter.substr(2));
      }
    }
  }
  return quality;
}

}  // namespace vitrine::endpoints
