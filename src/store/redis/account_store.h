// People, sessions and keys on the shared store, the same for all instances. Everything is asked
// and changed by one script each (account_scripts.h), on a line of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account_store.h"
#include "runtime/clock.h"
#include "store/redis/address.h"
#include "store/redis/script_line.h"

namespace vitrine::store::redis {

struct AccountStoreConfig {
  RedisAddress address;
  Timeouts timeouts = {};
  // Calls that wait; beyond them `busy`.
  std::size_t waiting_max = 1000;
};

// Lives on: any thread. Loops that await outlive it.
class AccountStore final : public accounts::AccountStore {
 public:
  // Connects with the first call, and again when the connection was lost: calls are `unavailable`
  // meanwhile, at once while the last attempt was a moment ago.
  explicit AccountStore(const AccountStoreConfig& config);

  Task<Result<accounts::Added>> add_person(accounts::Person person,
                                           accounts::AddRule rule) override;
  Task<Result<bool>> has_people() override;
  Task<Result<std::optional<accounts::Person>>> person_named(std::string folded) override;
  Task<Result<std::vector<accounts::Person>>> people(std::size_t limit) override;
  Task<Result<bool>> set_role(std::string folded, accounts::Role role) override;
  Task<Result<void>> replace_password(std::string person,
                                      std::string before,
                                      std::string after) override;

  Task<Result<void>> open_session(accounts::Session session,
                                  accounts::TokenPair tokens,
                                  std::size_t sessions_max) override;
  Task<Result<accounts::RefreshAnswer>> refresh(accounts::RefreshUse use) override;
  Task<Result<std::optional<accounts::LiveSession>>> session_of(accounts::TokenHash token) override;
  Task<Result<std::optional<accounts::Session>>> session_of_any(accounts::TokenHash token) override;
  Task<Result<void>> touch_session(std::string session, WallTime seen) override;
  Task<Result<std::vector<accounts::Session>>> sessions(std::string person, WallTime now) override;
  Task<Result<bool>> end_session(std::string person, std::string session) override;

  Task<Result<bool>> add_key(accounts::ApiKey key,
                             accounts::TokenHash token,
                             std::size_t keys_max) override;
  Task<Result<std::optional<accounts::ApiKey>>> key_of(accounts::TokenHash token) override;
  Task<Result<std::vector<accounts::ApiKey>>> keys() override;
  Task<Result<bool>> revoke_key(std::string key, WallTime now) override;
  Task<Result<void>> touch_key(std::string key, WallTime used) override;

  std::string trouble() const override { return line_.trouble(); }

 private:
  Task<Result<bool>> done(const Script& script, Command arguments);

  ScriptLine line_;
};

}  // namespace vitrine::store::redis
