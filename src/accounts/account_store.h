// Where people, their sessions and the keys of programs are kept. `accounts` owns this interface;
// store/sqlite implements it. Times are whole milliseconds. Each call happens whole or not at all,
// and is durable when it ends; `unavailable` and `busy` are the only failures, and whether the call
// has happened is then unknown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/api_key.h"
#include "accounts/person.h"
#include "accounts/session.h"
#include "failure/result.h"
#include "runtime/task.h"

namespace vitrine::accounts {

enum class Added : std::uint8_t {
  yes,
  taken,      // somebody has that folded name
  not_first,  // somebody has an account
  full,       // there are as many as there may be
};

struct AddRule {
  bool only_first = false;
  std::size_t people_max = 0;
};

// The hashes of a pair of tokens.
struct TokenPair {
  TokenHash session;
  TokenHash refresh;
};

struct RefreshUse {
  TokenHash used;
  TokenPair next;
  WallTime now;
  SessionRules rules;
};

enum class Refreshed : std::uint8_t {
  unknown,  // nobody's token, or of a session that has ended
  refused,  // Refresh::refused
  reused,   // the session has been ended; `live` says which it was
  yes,
};

struct RefreshAnswer {
  Refreshed result = Refreshed::unknown;
  std::optional<LiveSession> live{};
};

// Lives on: any thread. Loops that await outlive it.
class AccountStore {
 public:
  virtual ~AccountStore() = default;

  virtual Task<Result<Added>> add_person(Person person, AddRule rule) = 0;
  virtual Task<Result<bool>> has_people() = 0;
  virtual Task<Result<std::optional<Person>>> person_named(std::string folded) = 0;
  // By name, at most `limit`.
  virtual Task<Result<std::vector<Person>>> people(std::size_t limit) = 0;
  // false: there is no such person.
  virtual Task<Result<bool>> set_role(std::string folded, Role role) = 0;
  // Only while the stored password is still `before`; otherwise nothing happens.
  virtual Task<Result<void>> replace_password(std::string person,
                                              std::string before,
                                              std::string after) = 0;

  // Ends the oldest sessions of that person, so that no more than `sessions_max` are left, and
  // forgets some of those of anybody that are over at session.created.
  virtual Task<Result<void>> open_session(Session session,
                                          TokenPair tokens,
                                          std::size_t sessions_max) = 0;
  // As judge_refresh() says. `fresh` marks every other token of the session as spent; both set
  // `seen` to `now` and `ends` to end_of(). What is spent is remembered, the newest thousand of a
  // session at least.
  virtual Task<Result<RefreshAnswer>> refresh(RefreshUse use) = 0;
  // What the session token stands for, however old it is.
  virtual Task<Result<std::optional<LiveSession>>> session_of(TokenHash token) = 0;
  // The session of a session token or of a refresh token, spent or not.
  virtual Task<Result<std::optional<Session>>> session_of_any(TokenHash token) = 0;
  // `seen` never goes back.
  virtual Task<Result<void>> touch_session(std::string session, WallTime seen) = 0;
  // Those that end after `now`, the last seen first.
  virtual Task<Result<std::vector<Session>>> sessions(std::string person, WallTime now) = 0;
  // false: there is no such session of that person.
  virtual Task<Result<bool>> end_session(std::string person, std::string session) = 0;

  // false: there are `keys_max` that are not revoked.
  virtual Task<Result<bool>> add_key(ApiKey key, TokenHash token, std::size_t keys_max) = 0;
  // Also a revoked one.
  virtual Task<Result<std::optional<ApiKey>>> key_of(TokenHash token) = 0;
  // The newest first; revoked ones too, as far as they are remembered.
  virtual Task<Result<std::vector<ApiKey>>> keys() = 0;
  // false: there is no such key. The first time counts.
  virtual Task<Result<bool>> revoke_key(std::string key, WallTime now) = 0;
  virtual Task<Result<void>> touch_key(std::string key, WallTime used) = 0;

  // Empty while the store works; otherwise a sentence for /readyz and the log.
  virtual std::string trouble() const = 0;
};

}  // namespace vitrine::accounts
