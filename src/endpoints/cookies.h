// Cookies of sessions (RFC 6265). Behind TLS their names begin with __Host-, so that no other host
// of the domain and no plain connection can set them. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

namespace vitrine::endpoints {

inline constexpr std::string_view kSessionCookie = "vitrine-session";
inline constexpr std::string_view kRefreshCookie = "vitrine-refresh";

// The value of a cookie, as far as it can be one of ours; absent otherwise.
std::optional<std::string_view> cookie(const http::Request& request,
                                       std::string_view name,
                                       bool secure);

// HttpOnly, SameSite=Lax, for every path. Without `lasts` until the browser is closed; zero deletes
// it.
void set_cookie(http::Response& response,
                std::string_view name,
                std::string_view value,
                bool secure,
                std::optional<std::chrono::seconds> lasts);

}  // namespace vitrine::endpoints
