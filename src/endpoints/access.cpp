#include "endpoints/access.h"

#include <utility>

#include "crypto/token.h"
#include "endpoints/client_address.h"
#include "endpoints/cookies.h"
#include "endpoints/refusals.h"
#include "endpoints/same_site.h"
#include "http/accept.h"
#include "http/field_value.h"

namespace vitrine::endpoints {

namespace {

using accounts::Right;
using accounts::Scopes;

std::optional<std::string_view> bearer(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto given = request.header("Authorization");
  if (!given || given->size() < kScheme.size() ||
      !http::equal_ignoring_case(given->substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  return http::trimmed(given->substr(kScheme.size()));
}

Caller caller_of(accounts::SessionUser user) {
  const bool operates = user.role == accounts::Role::operator_;
  return {.person = std::move(user),
          .key_id = {},
          .key_name = {},
          .rights = operates ? Scopes{Right::operate} : Scopes{Right::view}};
}

Caller caller_of(accounts::ApiKey key) {
  return {.person = std::nullopt,
          .key_id = std::move(key.id),
          .key_name = std::move(key.name),
          .rights = key.scopes};
}

Caller nobody() {
  return {};
}

std::string_view what_is_missing(Right right) {
  switch (right) {
    case Right::view:
      return "This key may not read";
    case Right::write_purchases:
      return "This needs the scope purchases:write";
    case Right::operate:
      return "This is for operators";
  }
  return {};
}

bool wants_page(const http::Request& request) {
  return request.method == http::Method::get &&
         http::acceptance_of(request, "text/html").by_name() &&
         !http::prefers_json(request, "text/html");
}

std::string login_address(const http::Request& request) {
  std::string address = "/login";
  if (!is_own_path(request.target)) return address;
  address += "?next=";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : request.target) {
    if (http::is_token_character(c) && c != '%' && c != '+' && c != '&' && c != '#') {
      address += c;
    } else if (c == '/') {
      address += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      address += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
  }
  return address;
}

Task<Result<http::Response>> finish(http::Answer answer) {
  if (auto* result = std::get_if<Result<http::Response>>(&answer)) co_return std::move(*result);
  co_return co_await std::get<Task<Result<http::Response>>>(std::move(answer));
}

}  // namespace

Access::Access(AccessConfig config, accounts::Accounts& accounts)
    : config_(std::move(config)), accounts_(accounts) {
}

bool Access::is_secure(const http::Request& request) const {
  return came_over_tls(request, config_.behind_proxy);
}

std::string_view Access::address(const http::Request& request) const {
  return client_address(request, config_.behind_proxy);
}

std::optional<std::string_view> Access::session_cookie(const http::Request& request) const {
  return cookie(request, kSessionCookie, is_secure(request));
}

std::optional<std::string_view> Access::refresh_cookie(const http::Request& request) const {
  return cookie(request, kRefreshCookie, is_secure(request));
}

std::optional<Caller> Access::with_bearer(std::string_view token) const {
  const auto& key = config_.operator_key;
  if (!key.empty() && crypto::equal_in_constant_time(token, key)) {
    return Caller{.person = std::nullopt,
                  .key_id = {},
                  .key_name = "operator_key",
                  .rights = Scopes{Right::operate}};
  }
  if (!token.starts_with(accounts::kKeyPrefix)) return nobody();
  if (auto known = accounts_.keys.known(token)) return caller_of(*std::move(known));
  return std::nullopt;
}

std::optional<Caller> Access::with_session(std::string_view token) const {
  if (token.empty()) return nobody();
  if (auto user = accounts_.sessions.known(token)) return caller_of(*std::move(user));
  return std::nullopt;
}

std::optional<Caller> Access::known(const http::Request& request) const {
  if (const auto token = bearer(request)) return with_bearer(*token);
  return with_session(session_cookie(request).value_or(std::string_view{}));
}

Credential Access::credential(const http::Request& request) const {
  if (const auto token = bearer(request)) return {.bearer = std::string(*token), .session = {}};
  return {.bearer = {}, .session = std::string(session_cookie(request).value_or(""))};
}

Task<Result<Caller>> Access::who(const http::Request& request) const {
  if (auto caller = known(request)) co_return *std::move(caller);
  co_return co_await who(credential(request));
}

Task<Result<Caller>> Access::who(Credential shown) const {
  const bool is_key = !shown.bearer.empty();
  if (auto caller = is_key ? with_bearer(shown.bearer) : with_session(shown.session)) {
    co_return *std::move(caller);
  }
  if (is_key) {
    CO_TRY(auto key, co_await accounts_.keys.find(std::move(shown.bearer)));
    co_return key ? caller_of(*std::move(key)) : nobody();
  }
  CO_TRY(auto user, co_await accounts_.sessions.find(std::move(shown.session)));
  co_return user ? caller_of(*std::move(user)) : nobody();
}

std::optional<http::Response> Access::refusal(const http::Request& request,
                                              const Caller& caller,
                                              Right right) {
  if (!caller.is_somebody()) {
    if (wants_page(request)) {
      auto response = http::Response::redirect(302, login_address(request));
      response.header("Cache-Control", "no-store");
      return response;
    }
    return not_known(request, "Log in, or send a key as a Bearer token");
  }
  if (caller.person && changes_something(request.method) && !is_same_site(request)) {
    return not_allowed(request, "This request comes from another site");
  }
  if (!caller.may(right)) return not_allowed(request, what_is_missing(right));
  return std::nullopt;
}

http::Handler Access::for_callers(Right right, CallerHandler handler) const {
  return [this, right, handler = std::move(handler)](const http::Request& request) -> http::Answer {
    const auto caller = known(request);
    if (!caller) return look_up(request, right, handler);
    if (auto refused = refusal(request, *caller, right)) return *std::move(refused);
    return handler(request, *caller);
  };
}

http::Handler Access::guarded(Right right, http::Handler handler) const {
  return for_callers(right,
                     [handler = std::move(handler)](const http::Request& request, const Caller&) {
                       return handler(request);
                     });
}

Task<Result<http::Response>> Access::look_up(const http::Request& request,
                                             Right right,
                                             CallerHandler handler) const {
  CO_TRY(const auto caller, co_await who(request));
  if (auto refused = refusal(request, caller, right)) co_return *std::move(refused);
  co_return co_await finish(handler(request, caller));
}

}  // namespace vitrine::endpoints
