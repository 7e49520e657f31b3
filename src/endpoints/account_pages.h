// The pages on which people log in and register. They need no script. Pure.
#pragma once

#include <string>
#include <string_view>

#include "accounts/logins.h"
#include "http/response.h"

namespace vitrine::endpoints {

// What a page shows that is not always the same.
struct AccountForm {
  // Where to go on to; empty is "/".
  std::string_view next;
  // What was typed before.
  std::string_view name;
  // What was wrong with it; empty when nothing was.
  std::string_view message;
  int status = 200;
};

// `can_refresh`: a refresh cookie came along, so one button may be enough.
http::Response login_page(const AccountForm& form,
                          accounts::Registration registration,
                          bool can_refresh);
http::Response register_page(const AccountForm& form, accounts::Registration registration);

}  // namespace vitrine::endpoints
