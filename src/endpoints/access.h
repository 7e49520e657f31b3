// Who is asking, and may they? Every route that is not for all is added through here:
//
//   router.add(Method::put, "/campaigns/{campaign}", access.guarded(Right::operate, handler));
//
// A caller shows a session cookie (people), an API key or the operators' key as a Bearer token
// (programs). Whoever sends a Bearer token is not looked for in cookies.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/accounts.h"
#include "http/router.h"

namespace vitrine::endpoints {

struct AccessConfig {
  // May do everything; nobody has an empty one.
  std::string operator_key;
  bool behind_proxy = false;
};

struct Caller {
  // Of a person: their session.
  std::optional<accounts::SessionUser> person;
  // Of an API key: its id, and what it was made for. The operators' key has no id.
  std::string key_id;
  std::string key_name;
  accounts::Scopes rights;

  bool is_somebody() const { return !rights.empty(); }

  bool may(accounts::Right right) const { return rights.allow(right); }
};

// What a request shows, to be kept beyond it. One of them at most is there.
struct Credential {
  std::string bearer;
  std::string session;
};

// Called with whoever passed.
using CallerHandler = std::function<http::Answer(const http::Request&, const Caller&)>;

// Lives on: any thread. Outlives the servers whose routes it guards.
class Access {
 public:
  Access(AccessConfig config, accounts::Accounts& accounts);

  // From memory only, for a handler that must answer at once. Absent: ask who().
  std::optional<Caller> known(const http::Request& request) const;
  // Nobody is somebody without rights. unavailable, busy: the store could not be asked. The request
  // stays where it is meanwhile.
  Task<Result<Caller>> who(const http::Request& request) const;
  // The same, later.
  Credential credential(const http::Request& request) const;
  Task<Result<Caller>> who(Credential shown) const;

  // Runs the handler for those who may. Others are told 401 (a browser that wanted a page is sent
  // to /login and comes back), or 403. A request that changes something and comes from another
  // site, with our cookies, is 403.
  http::Handler guarded(accounts::Right right, http::Handler handler) const;
  http::Handler for_callers(accounts::Right right, CallerHandler handler) const;

  // The value of one of our cookies.
  std::optional<std::string_view> session_cookie(const http::Request& request) const;
  std::optional<std::string_view> refresh_cookie(const http::Request& request) const;
  bool is_secure(const http::Request& request) const;
  std::string_view address(const http::Request& request) const;

 private:
  std::optional<Caller> with_bearer(std::string_view token) const;
  std::optional<Caller> with_session(std::string_view token) const;
  Task<Result<http::Response>> look_up(const http::Request& request,
                                       accounts::Right right,
                                       CallerHandler handler) const;
  static std::optional<http::Response> refusal(const http::Request& request,
                                               const Caller& caller,
                                               accounts::Right right);

  const AccessConfig config_;
  accounts::Accounts& accounts_;
};

}  // namespace vitrine::endpoints
