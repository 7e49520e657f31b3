#include "app/account_rooms.h"

#include <algorithm>
#include <string>
#include <vector>

#include "crypto/token.h"

namespace vitrine::app {

AccountRooms::AccountRooms(const Config& config,
                           accounts::AccountStore& store,
                           const Clock& clock,
                           observe::Metrics& metrics,
                           observe::Log& log)
    : accounts(config.accounts, store, clock, crypto::random_bytes, metrics, log),
      access({.operator_key = config.operator_key, .behind_proxy = config.views.behind_proxy},
             accounts),
      pages(accounts, access),
      keys(accounts.keys, access) {
}

void AccountRooms::add_public_routes(http::Router& router) {
  pages.add_routes(router);
  keys.add_routes(router);
}

namespace {

bool tells_of_sales(const std::vector<std::string>& topics) {
  return std::ranges::any_of(
      topics, [](const std::string& topic) { return topic == "purchases" || topic == "sales"; });
}

Task<Result<void>> check_reader(const endpoints::Access& access,
                                const http::Request& request,
                                bool tells) {
  if (!tells) co_return Result<void>();
  CO_TRY(const auto caller, co_await access.who(request));
  if (caller.may(accounts::Right::view)) co_return Result<void>();
  co_return fail(FailureKind::not_allowed,
                 "Log in, or send a key as a Bearer token, to read purchases and sales");
}

}  // namespace

void guard_live(endpoints::Live& live, const endpoints::Access& access, bool sales_seen_by_all) {
  if (sales_seen_by_all) return;
  live.set_guard([&access](const http::Request& request, const std::vector<std::string>& topics) {
    return check_reader(access, request, tells_of_sales(topics));
  });
}

}  // namespace vitrine::app
