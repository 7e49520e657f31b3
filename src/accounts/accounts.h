// The door of the room: people who log in, their sessions, and the keys of programs.
#pragma once

#include "accounts/account_store.h"
#include "accounts/api_keys.h"
#include "accounts/logins.h"
#include "accounts/sessions.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

struct Config {
  LoginsConfig logins{};
  SessionsConfig sessions{};
  ApiKeysConfig keys{};
};

// Lives on: any thread. The store outlives it, and loops that await it outlive both.
struct Accounts {
  Accounts(const Config& config,
           AccountStore& store,
           const Clock& clock,
           const Random& random,
           observe::Metrics& metrics,
           observe::Log& log)
      : sessions(config.sessions, store, clock, random, metrics, log),
        logins(config.logins, store, sessions, clock, random, metrics),
        keys(config.keys, store, clock, random) {}

  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  Sessions sessions;
  Logins logins;
  ApiKeys keys;
};

}  // namespace vitrine::accounts
