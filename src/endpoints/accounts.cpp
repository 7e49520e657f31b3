#include "endpoints/accounts.h"

#include <utility>

#include <fmt/format.h>

#include "endpoints/cookies.h"
#include "endpoints/json_text.h"
#include "endpoints/refusals.h"
#include "endpoints/same_site.h"
#include "http/accept.h"
#include "runtime/iso_time.h"

namespace vitrine::endpoints {

namespace {

using accounts::Refusal;
using accounts::Right;

constexpr std::uint64_t kBodyBytesMax = 16 * 1024;

bool is_from_page(const http::Request& request) {
  return !is_json(request) && http::acceptance_of(request, "text/html").by_name() &&
         !http::prefers_json(request, "text/html");
}

// A form that a program sent (curl -d) is answered as that of a page: 302.
bool is_form(const http::Request& request) {
  return !is_json(request) && !http::prefers_json(request, "text/html");
}

std::string own_or_root(const std::string& path) {
  return is_own_path(path) ? path : "/";
}

http::Response json_answer(int status, std::string json) {
  auto response = http::Response::json(status, std::move(json) + "\n");
  response.header("Cache-Control", "no-store");
  return response;
}

http::Response go_on_to(std::string_view path) {
  auto response = http::Response::redirect(302, path);
  response.header("Cache-Control", "no-store");
  return response;
}

std::string user_json(const accounts::SessionUser& user) {
  std::string json = "{\"name\":";
  append_json_text(json, user.name);
  json += fmt::format(R"(,"role":"{}","session":)", accounts::name(user.role));
  append_json_text(json, user.session);
  return json + "}";
}

}  // namespace

Accounts::Accounts(accounts::Accounts& accounts, const Access& access)
    : accounts_(accounts), access_(access) {
}

void Accounts::add_routes(http::Router& router) {
  using http::Method;
  using http::Request;
  using What = Attempt::What;
  const http::RouteOptions body{.body_bytes_max = kBodyBytesMax};
  router.add(Method::get, "/login", [this](const Request& request) -> http::Answer {
    return login_page(request);
  });
  router.add(Method::get, "/register", [this](const Request& request) -> http::Answer {
    return register_page(request);
  });
  const auto entrance = [&](const char* path, What what) {
    router.add(
        Method::post,
        path,
        [this, what](const Request& request) { return enter(request, what); },
        body);
  };
  entrance("/account/register", What::registering);
  entrance("/account/login", What::logging_in);
  entrance("/account/refresh", What::refreshing);
  router.add(
      Method::post,
      "/account/logout",
      [this](const Request& request) { return log_out(request); },
      body);
  router.add(Method::get,
             "/account",
             access_.for_callers(Right::view, [this](const Request& request, const Caller& caller) {
               return show(request, caller);
             }));
  router.add(Method::get,
             "/account/sessions",
             access_.for_callers(
                 Right::view, [this](const Request& request, const Caller& caller) -> http::Answer {
                   if (!caller.person) return not_allowed(request, "Only people have sessions");
                   return sessions(*caller.person);
                 }));
  router.add(Method::post,
             "/account/sessions/{session}/end",
             access_.for_callers(
                 Right::view,
                 [this](const Request& request, const Caller& caller) -> http::Answer {
                   if (!caller.person) return not_allowed(request, "Only people have sessions");
                   return end_session(
                       request, caller.person->person, std::string(request.parameter("session")));
                 }),
             body);
}

http::Response Accounts::login_page(const http::Request& request) const {
  const auto next = request.query_parameter("next").value_or("");
  return endpoints::login_page({.next = is_own_path(next) ? next : "", .name = {}, .message = {}},
                               accounts_.logins.registration(),
                               access_.refresh_cookie(request).has_value());
}

http::Response Accounts::register_page(const http::Request& request) const {
  const auto next = request.query_parameter("next").value_or("");
  return endpoints::register_page(
      {.next = is_own_path(next) ? next : "", .name = {}, .message = {}},
      accounts_.logins.registration());
}

http::Answer Accounts::enter(const http::Request& request, Attempt::What what) {
  // Also without a cookie: nobody shall be logged in as somebody else without noticing.
  if (!is_same_site(request)) return not_allowed(request, "This request comes from another site");
  TRY(auto fields, read_fields(request, {"username", "password", "next"}));
  Attempt attempt{.what = what, .name = fields["username"], .next = fields["next"]};
  return admit(request, std::move(attempt), std::move(fields));
}

Task<Result<http::Response>> Accounts::admit(const http::Request& request,
                                             Attempt attempt,
                                             Fields fields) {
  accounts::Credentials credentials{.name = fields["username"], .password = fields["password"]};
  accounts::Visitor visitor{
      .address = std::string(access_.address(request)),
      .agent = std::string(request.header("User-Agent").value_or(std::string_view{}))};
  accounts::Outcome<accounts::Admitted> outcome = accounts::refuse(Refusal::Why::wrong, {});
  switch (attempt.what) {
    case Attempt::What::logging_in:
      outcome = co_await accounts_.logins.log_in(std::move(credentials), std::move(visitor));
      break;
    case Attempt::What::registering:
      outcome =
          co_await accounts_.logins.register_person(std::move(credentials), std::move(visitor));
      break;
    case Attempt::What::refreshing:
      std::string token(access_.refresh_cookie(request).value_or(std::string_view{}));
      outcome = co_await accounts_.sessions.refresh(std::move(token));
      break;
  }
  if (!outcome) co_return not_admitted(request, attempt, outcome.error());
  co_return admitted(request, attempt, *outcome);
}

http::Response Accounts::admitted(const http::Request& request,
                                  const Attempt& attempt,
                                  const accounts::Admitted& admitted) const {
  auto response = is_form(request) ? go_on_to(own_or_root(attempt.next))
                                   : json_answer(200, user_json(admitted.user));
  const bool secure = access_.is_secure(request);
  set_cookie(response, kSessionCookie, admitted.session_token, secure, std::nullopt);
  set_cookie(response, kRefreshCookie, admitted.refresh_token, secure, admitted.refresh_for);
  return response;
}

http::Response Accounts::not_admitted(const http::Request& request,
                                      const Attempt& attempt,
                                      const Refusal& refusal) const {
  const bool refreshing = attempt.what == Attempt::What::refreshing;
  http::Response response = refused(request, refusal);
  if (is_from_page(request)) {
    const AccountForm form{.next = is_own_path(attempt.next) ? attempt.next : std::string_view(),
                           .name = attempt.name,
                           .message = refusal.message,
                           .status = status_of(refusal)};
    const auto registration = accounts_.logins.registration();
    response = attempt.what == Attempt::What::registering
                   ? endpoints::register_page(form, registration)
                   : endpoints::login_page(form, registration, false);
    if (refusal.wait.count() > 0) {
      response.header("Retry-After", std::to_string(refusal.wait.count()));
    }
  }
  if (refreshing && refusal.why == Refusal::Why::wrong) forget_cookies(response, request);
  return response;
}

void Accounts::forget_cookies(http::Response& response, const http::Request& request) const {
  const bool secure = access_.is_secure(request);
  for (const auto name : {kSessionCookie, kRefreshCookie}) {
    set_cookie(response, name, "", secure, std::chrono::seconds(0));
  }
}

http::Answer Accounts::log_out(const http::Request& request) {
  if (!is_same_site(request)) return not_allowed(request, "This request comes from another site");
  return end_all_shown(request);
}

Task<Result<http::Response>> Accounts::end_all_shown(const http::Request& request) {
  for (const auto token : {access_.session_cookie(request), access_.refresh_cookie(request)}) {
    if (token) CO_TRY_VOID(co_await accounts_.sessions.log_out(std::string(*token)));
  }
  auto response = is_form(request) ? go_on_to("/login") : json_answer(200, "{}");
  forget_cookies(response, request);
  co_return response;
}

http::Answer Accounts::show(const http::Request& /*request*/, const Caller& caller) const {
  if (caller.person) return json_answer(200, user_json(*caller.person));
  std::string json = "{\"key\":";
  append_json_text(json, caller.key_name);
  return json_answer(200, json + fmt::format(R"(,"scopes":"{}"}})", caller.rights.text()));
}

Task<Result<http::Response>> Accounts::sessions(accounts::SessionUser person) {
  CO_TRY(const auto all, co_await accounts_.sessions.of(person.person));
  std::string json = "[";
  for (const auto& session : all) {
    if (json.size() > 1) json += ',';
    json += "{\"id\":";
    append_json_text(json, session.id);
    json += fmt::format(R"(,"created":"{}","last_seen":"{}","ends":"{}","address":)",
                        iso_time(session.created),
                        iso_time(session.seen),
                        iso_time(session.ends));
    append_json_text(json, session.address);
    json += ",\"user_agent\":";
    append_json_text(json, session.agent);
    json += session.id == person.session ? ",\"current\":true}" : ",\"current\":false}";
  }
  co_return json_answer(200, json + "]");
}

Task<Result<http::Response>> Accounts::end_session(const http::Request& request,
                                                   std::string person,
                                                   std::string session) {
  const auto ended = co_await accounts_.sessions.end(std::move(person), std::move(session));
  if (!ended) co_return refused(request, ended.error());
  co_return is_form(request) ? go_on_to("/account/sessions") : json_answer(200, "{}");
}

}  // namespace vitrine::endpoints
