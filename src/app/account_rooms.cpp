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

using endpoints::StillMay;

bool is_guarded(std::string_view topic, bool sales_seen_by_all) {
  if (topic.starts_with("campaign:") || topic == "jobs") return true;
  if (topic == "overview" || topic == "views") return true;
  return !sales_seen_by_all && (topic == "purchases" || topic == "sales");
}

Task<Result<bool>> may_view(const endpoints::Access& access, endpoints::Credential shown) {
  CO_TRY(const auto caller, co_await access.who(std::move(shown)));
  co_return caller.may(accounts::Right::view);
}

Task<Result<StillMay>> check_reader(const endpoints::Access& access,
                                    const http::Request& request,
                                    bool guarded) {
  if (!guarded) co_return StillMay();
  auto shown = access.credential(request);
  CO_TRY(const auto may, co_await may_view(access, shown));
  if (!may) {
    co_return fail(FailureKind::not_allowed,
                   "Log in, or send a key as a Bearer token, to read sales, campaigns, queues and "
                   "lists of pages");
  }
  co_return [&access, shown = std::move(shown)] { return may_view(access, shown); };
}

}  // namespace

void guard_live(endpoints::Live& live, const endpoints::Access& access, bool sales_seen_by_all) {
  live.set_guard([&access, sales_seen_by_all](const http::Request& request,
                                              const std::vector<std::string>& topics) {
    const bool guarded = std::ranges::any_of(
        topics, [&](const std::string& topic) { return is_guarded(topic, sales_seen_by_all); });
    return check_reader(access, request, guarded);
  });
}

}  // namespace vitrine::app
