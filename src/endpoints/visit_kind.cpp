#include "endpoints/visit_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace vitrine::endpoints {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), lower);
  return low;
}

}  // namespace

bool is_prefetch(const http::Request& request) {
  for (const auto& [name, value] : request.headers) {
    // The shortest of the four has five letters, the longest eleven.
    if (name.size() < 5 || name.size() > 11) continue;
    const auto key = lowered(name);
    const bool purpose = key == "sec-purpose" || key == "purpose" || key == "x-purpose";
    if (!purpose && key != "x-moz") continue;
    const auto why = lowered(value);
    if (why.contains("prefetch") || (purpose && why.contains("preview"))) return true;
  }
  return false;
}

tallies::Visit visit_of(const http::Request& request) {
  if (is_prefetch(request)) return tallies::Visit::prefetch;
  constexpr std::array<std::string_view, 7> kWords = {
      "bot", "crawl", "spider", "slurp", "archiver", "facebookexternalhit", "headlesschrome"};
  // Lowered once: an agent is a hundred letters, and each of the words is looked for in all of it.
  const auto agent = lowered(request.header("User-Agent").value_or(std::string_view()));
  const bool declared =
      std::ranges::any_of(kWords, [&](std::string_view word) { return agent.contains(word); });
  return declared ? tallies::Visit::bot : tallies::Visit::person;
}

bool asks_for_privacy(const http::Request& request) {
  return request.header("Sec-GPC") == "1" || request.header("DNT") == "1";
}

}  // namespace vitrine::endpoints
