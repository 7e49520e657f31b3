#include "endpoints/visit_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace vitrine::endpoints {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool has_word(std::string_view text, std::string_view word) {
  const auto found = std::ranges::search(text, word, {}, lower);
  return !found.empty();
}

}  // namespace

bool is_prefetch(const http::Request& request) {
  for (const auto& [name, value] : request.headers) {
    // The shortest of the four has five letters, the longest eleven.
    if (name.size() < 5 || name.size() > 11) continue;
    std::string key(name);
    std::ranges::transform(key, key.begin(), lower);
    const bool purpose = key == "sec-purpose" || key == "purpose" || key == "x-purpose";
    if (purpose && (has_word(value, "prefetch") || has_word(value, "preview"))) return true;
    if (key == "x-moz" && has_word(value, "prefetch")) return true;
  }
  return false;
}

tallies::Visit visit_of(const http::Request& request) {
  if (is_prefetch(request)) return tallies::Visit::prefetch;
  constexpr std::array<std::string_view, 7> kWords = {
      "bot", "crawl", "spider", "slurp", "archiver", "facebookexternalhit", "headlesschrome"};
  const auto agent = request.header("User-Agent").value_or(std::string_view());
  const bool declared =
      std::ranges::any_of(kWords, [&](std::string_view word) { return has_word(agent, word); });
  return declared ? tallies::Visit::bot : tallies::Visit::person;
}

bool asks_for_privacy(const http::Request& request) {
  return request.header("Sec-GPC") == "1" || request.header("DNT") == "1";
}

}  // namespace vitrine::endpoints
