// The room with a store in memory, a clock that stands still, and hashes that cost nothing.
#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "accounts/accounts.h"
#include "accounts/memory_store.h"
#include "await/await.h"
#include "crypto/token.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

inline Config cheap(Registration registration = Registration::open) {
  Config config;
  config.logins.registration = registration;
  config.logins.hasher.cost = {.memory_bytes = 8192, .passes = 1};
  return config;
}

class Room : public ::testing::Test {
 protected:
  explicit Room(const Config& config = cheap())
      : accounts(config, store, clock, crypto::random_bytes, metrics, observe::Log::silent()) {}

  Outcome<Admitted> join(std::string name, std::string password = "a fine password") {
    return testing::await(accounts.logins.register_person({std::move(name), std::move(password)},
                                                          {"192.0.2.1", "test"}));
  }

  Outcome<Admitted> log_in(std::string name,
                           std::string password = "a fine password",
                           std::string address = "192.0.2.1") {
    return testing::await(accounts.logins.log_in({std::move(name), std::move(password)},
                                                 {std::move(address), "test"}));
  }

  Outcome<Admitted> refresh(const std::string& token) {
    return testing::await(accounts.sessions.refresh(token));
  }

  // Whose it is; empty for nobody's.
  std::string who(const std::string& token) {
    const auto user = testing::await(accounts.sessions.find(token));
    if (!user) return "failure: " + user.error().public_message;
    return *user ? (*user)->name : "";
  }

  ManualClock clock;
  MemoryStore store;
  observe::Metrics metrics;
  Accounts accounts;
};

}  // namespace vitrine::accounts
