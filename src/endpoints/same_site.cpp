#include "endpoints/same_site.h"

#include <algorithm>

#include "http/field_value.h"

namespace vitrine::endpoints {

bool is_same_site(const http::Request& request) {
  if (const auto site = request.header("Sec-Fetch-Site")) {
    // "none" is a person: a bookmark, the address line.
    return *site == "same-origin" || *site == "none";
  }
  const auto origin = request.header("Origin");
  if (!origin) return true;
  const auto host = request.header("Host");
  const auto scheme_end = origin->find("://");
  return host && scheme_end != std::string_view::npos &&
         http::equal_ignoring_case(origin->substr(scheme_end + 3), *host);
}

bool changes_something(http::Method method) {
  return method != http::Method::get && method != http::Method::head &&
         method != http::Method::options;
}

bool is_own_path(std::string_view path) {
  constexpr std::size_t kBytesMax = 1024;
  if (!path.starts_with('/') || path.starts_with("//") || path.size() > kBytesMax) return false;
  return std::ranges::all_of(path, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

}  // namespace vitrine::endpoints
