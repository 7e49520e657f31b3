#include "endpoints/live_origin.h"

#include <algorithm>
#include <string_view>

namespace vitrine::endpoints {

namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// "https://shop.example:8443" is of the host "shop.example:8443".
std::string_view host_of(std::string_view origin) {
  constexpr std::string_view kScheme = "://";
  const auto at = origin.find(kScheme);
  return at == std::string_view::npos ? std::string_view() : origin.substr(at + kScheme.size());
}

}  // namespace

Result<void> check_origin(const http::Request& request, const std::vector<std::string>& allowed) {
  const auto origin = request.header("Origin");
  if (!origin) return {};
  const auto host = host_of(*origin);
  const bool own = !host.empty() && equal_ignoring_case(host, request.header("Host").value_or(""));
  const bool listed = std::ranges::any_of(allowed, [&](const std::string& one) {
    return one == "*" || equal_ignoring_case(one, *origin);
  });
  if (own || listed) return {};
  return fail(FailureKind::not_allowed,
              "Pages of the origin " + std::string(*origin) + " may not read this (live.origins)");
}

}  // namespace vitrine::endpoints
