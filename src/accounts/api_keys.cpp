#include "accounts/api_keys.h"

#include <utility>

#include <fmt/format.h>

#include "accounts/name_rules.h"

namespace vitrine::accounts {

namespace {

constexpr std::chrono::seconds kUsedEvery{60};

bool may_be_key(std::string_view text) {
  constexpr std::size_t kBytes = kKeyPrefix.size() + 43;
  return text.size() == kBytes && text.starts_with(kKeyPrefix);
}

}  // namespace

Outcome<NewKey> new_key(std::string name, Scopes scopes, WallTime now, const Random& random) {
  TRY_VOID(check_name(name));
  return NewKey{.key = {.id = new_id(random),
                        .name = std::move(name),
                        .scopes = scopes,
                        .created = to_milliseconds(now),
                        .used = std::nullopt,
                        .revoked = std::nullopt},
                .text = std::string(kKeyPrefix) + new_token(random)};
}

ApiKeys::ApiKeys(ApiKeysConfig config, AccountStore& store, const Clock& clock, Random random)
    : config_(config),
      store_(store),
      clock_(clock),
      random_(std::move(random)),
      known_(config.known_max, config.believed_for) {
}

Task<Outcome<NewKey>> ApiKeys::create(std::string name, Scopes scopes) {
  CO_TRY(NewKey made, new_key(std::move(name), scopes, clock_.wall(), random_));
  CO_TRY(const bool added,
         co_await store_.add_key(made.key, hash_token(made.text), config_.keys_max));
  if (!added) {
    co_return refuse(Refusal::Why::invalid,
                     fmt::format("There are {} keys already; revoke one", config_.keys_max));
  }
  co_return made;
}

Task<Result<std::vector<ApiKey>>> ApiKeys::all() {
  co_return co_await store_.keys();
}

Task<Outcome<void>> ApiKeys::revoke(std::string id) {
  auto revoked = co_await store_.revoke_key(id, to_milliseconds(clock_.wall()));
  // Also when the store did not answer: it may have revoked it all the same.
  known_.forget_if([&](const Known& known) { return known.key.id == id; });
  CO_TRY(const bool there, std::move(revoked));
  if (!there) co_return refuse(Refusal::Why::missing, "There is no such key");
  co_return Outcome<void>();
}

std::optional<ApiKey> ApiKeys::known(std::string_view text) {
  if (!may_be_key(text)) return std::nullopt;
  auto found = known_.find(
      hash_token(text), clock_.steady(), clock_.wall(), [](const Known&) { return true; });
  if (!found) return std::nullopt;
  return std::move(found->key);
}

Task<Result<std::optional<ApiKey>>> ApiKeys::find(std::string text) {
  if (!may_be_key(text)) co_return std::nullopt;
  if (auto key = known(text)) co_return key;
  const auto hash = hash_token(text);
  const auto changes = known_.changes();
  CO_TRY(auto key, co_await store_.key_of(hash));
  if (!key || key->revoked) {
    known_.forget(hash);
    co_return std::nullopt;
  }
  const auto at = to_milliseconds(clock_.wall());
  if (!key->used || at - *key->used >= kUsedEvery) {
    // Only for the list of keys.
    co_await store_.touch_key(key->id, at);
  }
  known_.keep(hash, {*key, at}, changes, clock_.steady());
  co_return key;
}

}  // namespace vitrine::accounts
