#include "endpoints/cookies.h"

#include <fmt/format.h>

#include "http/field_value.h"

namespace vitrine::endpoints {

namespace {

constexpr std::string_view kHostPrefix = "__Host-";

bool is_named(std::string_view pair, std::string_view name, bool secure) {
  if (secure) {
    if (!pair.starts_with(kHostPrefix)) return false;
    pair.remove_prefix(kHostPrefix.size());
  }
  return pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=';
}

}  // namespace

std::optional<std::string_view> cookie(const http::Request& request,
                                       std::string_view name,
                                       bool secure) {
  for (const auto& field : request.headers) {
    if (!http::equal_ignoring_case(field.name, "Cookie")) continue;
    auto rest = field.value;
    while (!rest.empty()) {
      const auto pair = http::next_part(rest, ';');
      if (is_named(pair, name, secure)) return pair.substr(pair.find('=') + 1);
    }
  }
  return std::nullopt;
}

void set_cookie(http::Response& response,
                std::string_view name,
                std::string_view value,
                bool secure,
                std::optional<std::chrono::seconds> lasts) {
  auto line = fmt::format("{}{}={}; Path=/; HttpOnly; SameSite=Lax{}",
                          secure ? kHostPrefix : "",
                          name,
                          value,
                          secure ? "; Secure" : "");
  if (lasts) line += fmt::format("; Max-Age={}", lasts->count());
  response.header("Set-Cookie", line);
}

}  // namespace vitrine::endpoints
