// Sessions: opened by a login, known by their token on every request, refreshed, listed, ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account_store.h"
#include "accounts/known_tokens.h"
#include "accounts/random.h"
#include "accounts/refusal.h"
#include "accounts/session.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

struct SessionsConfig {
  SessionRules rules{};
  // Of one person; the next login ends the oldest.
  std::size_t sessions_max = 50;
  // Tokens kept in memory.
  std::size_t known_max = 10'000;
  // How long what is in memory is believed: an end at another instance takes so long to be heard.
  std::chrono::milliseconds believed_for{2000};
};

// Somebody who shows a session token.
struct SessionUser {
  std::string person;
  std::string session;
  std::string name;
  Role role = Role::viewer;
};

// What a browser gets. The tokens are shown here once and never again.
struct Admitted {
  std::string session_token;
  std::string refresh_token;
  // How long the refresh token can be used.
  std::chrono::seconds refresh_for{};
  SessionUser user;
};

// Lives on: any thread.
class Sessions {
 public:
  Sessions(SessionsConfig config,
           AccountStore& store,
           const Clock& clock,
           Random random,
           observe::Metrics& metrics,
           observe::Log& log);

  Task<Outcome<Admitted>> open(Person person, Visitor visitor);

  // From memory only, for a request that shall not wait. Absent: ask find().
  std::optional<SessionUser> known(std::string_view token);
  // Absent: the token is nobody's, or its session has ended.
  Task<Result<std::optional<SessionUser>>> find(std::string token);

  // `wrong` for a token that is nobody's or was used before.
  Task<Outcome<Admitted>> refresh(std::string refresh_token);

  // The last seen first.
  Task<Result<std::vector<Session>>> of(std::string person);
  // `missing` when that person has no such session.
  Task<Outcome<void>> end(std::string person, std::string session);
  // Ends the session of a session token or a refresh token; what is nobody's has ended already.
  Task<Result<void>> log_out(std::string token);

  const SessionRules& rules() const { return config_.rules; }

 private:
  struct Known {
    LiveSession live;
    WallTime seen;
  };

  WallTime now() const;
  void forget(const std::string& session);
  Task<Result<bool>> end_at_store(std::string person, std::string session);
  static SessionUser user_of(const LiveSession& live);

  const SessionsConfig config_;
  AccountStore& store_;
  const Clock& clock_;
  const Random random_;
  observe::Log& log_;
  observe::Counter& opened_;
  observe::Counter& refreshed_;
  observe::Counter& refused_;
  observe::Counter& reused_;
  KnownTokens<Known> known_;
};

}  // namespace vitrine::accounts
