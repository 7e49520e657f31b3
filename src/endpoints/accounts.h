// Logging in and out, for people with browsers and for programs:
//
//   GET  /login, /register              pages that need no script
//   POST /account/register, /account/login, /account/refresh, /account/logout
//   GET  /account                       who I am
//   GET  /account/sessions              where I am logged in
//   POST /account/sessions/{id}/end
//
// Bodies are forms or JSON. A form is answered with 302 and, when it came from a page, with that
// page again when something was wrong; JSON with JSON.
#pragma once

#include <string>

#include "accounts/accounts.h"
#include "endpoints/access.h"
#include "endpoints/account_pages.h"
#include "endpoints/fields.h"
#include "http/router.h"

namespace vitrine::endpoints {

// Lives on: any thread. Outlives the server whose router it is added to.
class Accounts {
 public:
  Accounts(accounts::Accounts& accounts, const Access& access);

  void add_routes(http::Router& router);

 private:
  // Of a request that lets somebody in.
  struct Attempt {
    enum class What : std::uint8_t { logging_in, registering, refreshing };
    What what;
    std::string name;
    std::string next;
  };

  http::Response login_page(const http::Request& request) const;
  http::Response register_page(const http::Request& request) const;
  http::Answer enter(const http::Request& request, Attempt::What what);
  Task<Result<http::Response>> admit(const http::Request& request, Attempt attempt, Fields fields);
  http::Answer log_out(const http::Request& request);
  Task<Result<http::Response>> end_all_shown(const http::Request& request);
  http::Answer show(const http::Request& request, const Caller& caller) const;
  Task<Result<http::Response>> sessions(accounts::SessionUser person);
  Task<Result<http::Response>> end_session(const http::Request& request,
                                           std::string person,
                                           std::string session);

  http::Response admitted(const http::Request& request,
                          const Attempt& attempt,
                          const accounts::Admitted& admitted) const;
  http::Response not_admitted(const http::Request& request,
                              const Attempt& attempt,
                              const accounts::Refusal& refusal) const;
  void forget_cookies(http::Response& response, const http::Request& request) const;

  accounts::Accounts& accounts_;
  const Access& access_;
};

}  // namespace vitrine::endpoints
