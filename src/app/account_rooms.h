// The rooms for people and keys, built in order from a configuration.
#pragma once

#include "accounts/accounts.h"
#include "app/config.h"
#include "endpoints/access.h"
#include "endpoints/accounts.h"
#include "endpoints/api_keys.h"
#include "endpoints/live.h"
#include "http/router.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::app {

// Lives on: any thread (built and destroyed by main).
struct AccountRooms {
  // The store outlives it.
  AccountRooms(const Config& config,
               accounts::AccountStore& store,
               const Clock& clock,
               observe::Metrics& metrics,
               observe::Log& log);
  AccountRooms(const AccountRooms&) = delete;
  AccountRooms& operator=(const AccountRooms&) = delete;

  void add_public_routes(http::Router& router);

  accounts::Accounts accounts;
  // Guards the routes of all other rooms, too.
  endpoints::Access access;
  endpoints::Accounts pages;
  endpoints::ApiKeys keys;
};

// Lets only those read campaigns, purchases and sales who may see them; sales perhaps everybody.
// `access` outlives `live`.
void guard_live(endpoints::Live& live, const endpoints::Access& access, bool sales_seen_by_all);

}  // namespace vitrine::app
