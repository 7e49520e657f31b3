#include "store/redis/account_store.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "crypto/digest.h"
#include "store/redis/account_replies.h"
#include "store/redis/account_scripts.h"

namespace vitrine::store::redis {

namespace {

using accounts::Added;
using accounts::ApiKey;
using accounts::LiveSession;
using accounts::Person;
using accounts::RefreshAnswer;
using accounts::Refreshed;
using accounts::Session;
using accounts::TokenHash;

constexpr const char* kPrefix = "{vitrine:accounts}:";

std::string text(WallTime time) {
  return std::to_string(
      std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

std::string text(std::chrono::milliseconds span) {
  return std::to_string(span.count());
}

std::string text(const std::optional<WallTime>& time) {
  return time ? text(*time) : "";
}

}  // namespace

AccountStore::AccountStore(const AccountStoreConfig& config)
    : line_({.address = config.address,
             .timeouts = config.timeouts,
             .name = "redis-accounts",
             .keys = {kPrefix},
             .waiting_max = config.waiting_max}) {
}

Task<Result<bool>> AccountStore::done(const Script& script, Command arguments) {
  CO_TRY(const auto reply, co_await line_.run(script, std::move(arguments)));
  co_return reply[0].text() == "yes";
}

Task<Result<Added>> AccountStore::add_person(Person person, accounts::AddRule rule) {
  CO_TRY(const auto reply,
         co_await line_.run(kAddPersonScript,
                            {person.folded,
                             person.id,
                             person.name,
                             person.password,
                             std::string(accounts::name(person.role)),
                             text(person.created),
                             rule.only_first ? "1" : "0",
                             std::to_string(rule.people_max)}));
  const auto word = reply[0].text();
  if (word == "yes") co_return Added::yes;
  if (word == "taken") co_return Added::taken;
  co_return word == "full" ? Added::full : Added::not_first;
}

Task<Result<bool>> AccountStore::has_people() {
  CO_TRY(const auto reply, co_await line_.run(kPeopleScript, {"1"}));
  co_return reply.size() > 0;
}

Task<Result<std::optional<Person>>> AccountStore::person_named(std::string folded) {
  CO_TRY(const auto reply, co_await line_.run(kPersonScript, {std::move(folded)}));
  if (reply.size() == 0) co_return std::nullopt;
  co_return person_in(reply.view());
}

Task<Result<std::vector<Person>>> AccountStore::people(std::size_t limit) {
  CO_TRY(const auto reply, co_await line_.run(kPeopleScript, {std::to_string(limit)}));
  std::vector<Person> all;
  for (std::size_t i = 0; i < reply.size(); ++i) all.push_back(person_in(reply[i]));
  co_return all;
}

Task<Result<bool>> AccountStore::set_role(std::string folded, accounts::Role role) {
  return done(kSetRoleScript, {std::move(folded), std::string(accounts::name(role))});
}

Task<Result<void>> AccountStore::replace_password(std::string person,
                                                  std::string before,
                                                  std::string after) {
  CO_TRY_VOID(co_await done(kReplacePasswordScript,
                            {std::move(person), std::move(before), std::move(after)}));
  co_return Result<void>();
}

Task<Result<void>> AccountStore::open_session(Session session,
                                              accounts::TokenPair tokens,
                                              std::size_t sessions_max) {
  CO_TRY_VOID(co_await done(kOpenSessionScript,
                            {session.id,
                             session.person,
                             text(session.created),
                             text(session.ends),
                             session.address,
                             session.agent,
                             crypto::hex(tokens.session),
                             crypto::hex(tokens.refresh),
                             std::to_string(sessions_max)}));
  co_return Result<void>();
}

Task<Result<RefreshAnswer>> AccountStore::refresh(accounts::RefreshUse use) {
  CO_TRY(const auto reply,
         co_await line_.run(kRefreshSessionScript,
                            {crypto::hex(use.used),
                             crypto::hex(use.next.session),
                             crypto::hex(use.next.refresh),
                             text(use.now),
                             text(use.rules.grace),
                             text(use.rules.refresh_max),
                             text(use.rules.session_max),
                             std::to_string(accounts::kUnspentMax)}));
  const auto word = reply[0].text();
  if (word == "unknown") co_return RefreshAnswer{};
  const auto result = word == "yes"      ? Refreshed::yes
                      : word == "reused" ? Refreshed::reused
                                         : Refreshed::refused;
  co_return RefreshAnswer{result, live_in(reply.view(), 1)};
}

Task<Result<std::optional<LiveSession>>> AccountStore::session_of(TokenHash token) {
  CO_TRY(const auto reply, co_await line_.run(kShownScript, {crypto::hex(token)}));
  if (reply.size() == 0 || reply[10].text() == "1") co_return std::nullopt;
  co_return live_in(reply.view());
}

Task<Result<std::optional<Session>>> AccountStore::session_of_any(TokenHash token) {
  CO_TRY(const auto reply, co_await line_.run(kShownScript, {crypto::hex(token)}));
  if (reply.size() == 0) co_return std::nullopt;
  co_return session_in(reply.view());
}

Task<Result<void>> AccountStore::touch_session(std::string session, WallTime seen) {
  CO_TRY_VOID(co_await done(kTouchSessionScript, {std::move(session), text(seen)}));
  co_return Result<void>();
}

Task<Result<std::vector<Session>>> AccountStore::sessions(std::string person, WallTime now) {
  CO_TRY(const auto reply, co_await line_.run(kSessionsScript, {std::move(person), text(now)}));
  std::vector<Session> all;
  for (std::size_t i = 0; i < reply.size(); ++i) all.push_back(session_in(reply[i]));
  std::ranges::sort(all, std::greater(), [](const Session& session) {
    return std::pair(session.seen, session.created);
  });
  co_return all;
}

Task<Result<bool>> AccountStore::end_session(std::string person, std::string session) {
  return done(kEndSessionScript, {std::move(person), std::move(session)});
}

Task<Result<bool>> AccountStore::add_key(ApiKey key, TokenHash token, std::size_t keys_max) {
  return done(kAddKeyScript,
              {key.id,
               crypto::hex(token),
               key.name,
               key.scopes.text(),
               text(key.created),
               text(key.used),
               text(key.revoked),
               std::to_string(keys_max)});
}

Task<Result<std::optional<ApiKey>>> AccountStore::key_of(TokenHash token) {
  CO_TRY(const auto reply, co_await line_.run(kKeyOfScript, {crypto::hex(token)}));
  if (reply.size() == 0) co_return std::nullopt;
  co_return key_in(reply.view());
}

Task<Result<std::vector<ApiKey>>> AccountStore::keys() {
  CO_TRY(const auto reply, co_await line_.run(kKeysScript, {}));
  std::vector<ApiKey> all;
  for (std::size_t i = 0; i < reply.size(); ++i) all.push_back(key_in(reply[i]));
  co_return all;
}

Task<Result<bool>> AccountStore::revoke_key(std::string key, WallTime now) {
  return done(kRevokeKeyScript, {std::move(key), text(now)});
}

Task<Result<void>> AccountStore::touch_key(std::string key, WallTime used) {
  CO_TRY_VOID(co_await done(kTouchKeyScript, {std::move(key), text(used)}));
  co_return Result<void>();
}

}  // namespace vitrine::store::redis
