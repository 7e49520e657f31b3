// The keys of programs: made, listed, revoked, and known on every request.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account_store.h"
#include "accounts/api_key.h"
#include "accounts/known_tokens.h"
#include "accounts/random.h"
#include "accounts/refusal.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

struct ApiKeysConfig {
  // That are not revoked.
  std::size_t keys_max = 1000;
  std::size_t known_max = 1000;
  std::chrono::milliseconds believed_for{2000};
};

// The text of a key is "vk_" and 43 characters, so that people and scanners know what they found.
inline constexpr std::string_view kKeyPrefix = "vk_";

struct NewKey {
  ApiKey key;
  // Shown here once and never again.
  std::string text;
};

// Not stored yet. invalid: a name that is empty, longer than 64 characters or not printable.
Outcome<NewKey> new_key(std::string name, Scopes scopes, WallTime now, const Random& random);

// Lives on: any thread.
class ApiKeys {
 public:
  ApiKeys(ApiKeysConfig config, AccountStore& store, const Clock& clock, Random random);

  // invalid: as new_key(), and too many keys.
  Task<Outcome<NewKey>> create(std::string name, Scopes scopes);
  // The newest first.
  Task<Result<std::vector<ApiKey>>> all();
  // `missing` when there is none of that id. Revoking again changes nothing.
  Task<Outcome<void>> revoke(std::string id);

  // From memory only. Absent: ask find().
  std::optional<ApiKey> known(std::string_view text);
  // Absent: nobody's, or revoked.
  Task<Result<std::optional<ApiKey>>> find(std::string text);

 private:
  struct Known {
    ApiKey key;
    WallTime seen;
  };

  const ApiKeysConfig config_;
  AccountStore& store_;
  const Clock& clock_;
  const Random random_;
  KnownTokens<Known> known_;
};

}  // namespace vitrine::accounts
