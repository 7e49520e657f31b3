// The keys of programs, for operators:
//
//   GET  /account/keys                   all of them, without their texts
//   POST /account/keys                   {"name", "scopes": "purchases:write"}: the text, once
//   POST /account/keys/{key}/revoke, DELETE /account/keys/{key}
#pragma once

#include <string>

#include "accounts/accounts.h"
#include "endpoints/access.h"
#include "http/router.h"

namespace vitrine::endpoints {

// Lives on: any thread. Outlives the server whose router it is added to.
class ApiKeys {
 public:
  ApiKeys(accounts::ApiKeys& keys, const Access& access);

  void add_routes(http::Router& router);

 private:
  Task<Result<http::Response>> all();
  http::Answer create(const http::Request& request);
  Task<Result<http::Response>> make(const http::Request& request,
                                    std::string name,
                                    accounts::Scopes scopes);
  Task<Result<http::Response>> revoke(const http::Request& request);

  accounts::ApiKeys& keys_;
  const Access& access_;
};

}  // namespace vitrine::endpoints
