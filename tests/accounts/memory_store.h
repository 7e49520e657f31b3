// An AccountStore that keeps everything in maps, so that the rules can be tested without a file. It
// can be told to be away.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "accounts/account_store.h"

namespace vitrine::accounts {

// Lives on: one thread.
class MemoryStore final : public AccountStore {
 public:
  // Every call fails while this is set.
  bool away = false;
  // As on a full disk: uses cannot be noted.
  bool read_only = false;
  // Calls that a request on a known token must not make.
  int lookups = 0;
  int touches = 0;

  Task<Result<Added>> add_person(Person person, AddRule rule) override;
  Task<Result<bool>> has_people() override;
  Task<Result<std::optional<Person>>> person_named(std::string folded) override;
  Task<Result<std::vector<Person>>> people(std::size_t limit) override;
  Task<Result<bool>> set_role(std::string folded, Role role) override;
  Task<Result<void>> replace_password(std::string person,
                                      std::string before,
                                      std::string after) override;
  Task<Result<void>> open_session(Session session,
                                  TokenPair tokens,
                                  std::size_t sessions_max) override;
  Task<Result<RefreshAnswer>> refresh(RefreshUse use) override;
  Task<Result<std::optional<LiveSession>>> session_of(TokenHash token) override;
  Task<Result<std::optional<Session>>> session_of_any(TokenHash token) override;
  Task<Result<void>> touch_session(std::string session, WallTime seen) override;
  Task<Result<std::vector<Session>>> sessions(std::string person, WallTime now) override;
  Task<Result<bool>> end_session(std::string person, std::string session) override;
  Task<Result<bool>> add_key(ApiKey key, TokenHash token, std::size_t keys_max) override;
  Task<Result<std::optional<ApiKey>>> key_of(TokenHash token) override;
  Task<Result<std::vector<ApiKey>>> keys() override;
  Task<Result<bool>> revoke_key(std::string key, WallTime now) override;
  Task<Result<void>> touch_key(std::string key, WallTime used) override;

  std::string trouble() const override { return away ? "away" : ""; }

 private:
  struct Token {
    std::string session;
    bool refreshes = false;
    std::optional<WallTime> spent{};
  };

  Result<void> here() const;
  LiveSession live(const Session& session, const Token& token) const;
  void end(const std::string& session);
  void add_tokens(const std::string& session, const TokenPair& tokens);
  std::vector<Session> sessions_of(const std::string& person) const;

  std::map<std::string, Person> people_;  // by folded name
  std::map<std::string, Session> sessions_;
  std::map<TokenHash, Token> tokens_;
  std::map<std::string, ApiKey> keys_;
  std::map<TokenHash, std::string> key_ids_;
};

}  // namespace vitrine::accounts
