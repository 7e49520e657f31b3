#include "store/redis/account_store.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

#include "crypto/digest.h"
#include "runtime/run_on.h"
#include "store/redis/account_scripts.h"
#include "store/redis/redis_failure.h"

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

const std::string kPrefix = "{vitrine:accounts}:";

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

WallTime time_in(std::string_view digits) {
  std::int64_t milliseconds = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds);
  return WallTime(std::chrono::milliseconds(milliseconds));
}

std::optional<WallTime> maybe_time_in(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  return time_in(digits);
}

Person person_in(const ReplyView& row) {
  Person person;
  person.id = row[0].text();
  person.folded = row[1].text();
  person.name = row[2].text();
  person.password = row[3].text();
  person.role = accounts::role_named(row[4].text()).value_or(accounts::Role::viewer);
  person.created = time_in(row[5].text());
  return person;
}

// What comes in front of a session in an answer.
Session session_in(const ReplyView& row, std::size_t before = 0) {
  Session session;
  session.id = row[before].text();
  session.person = row[before + 1].text();
  session.created = time_in(row[before + 2].text());
  session.seen = time_in(row[before + 3].text());
  session.ends = time_in(row[before + 4].text());
  session.address = row[before + 5].text();
  session.agent = row[before + 6].text();
  return session;
}

LiveSession live_in(const ReplyView& row, std::size_t before = 0) {
  LiveSession live;
  live.session = session_in(row, before);
  live.name = row[before + 7].text();
  live.role = accounts::role_named(row[before + 8].text()).value_or(accounts::Role::viewer);
  live.spent = maybe_time_in(row[before + 9].text());
  return live;
}

ApiKey key_in(const ReplyView& row) {
  ApiKey key;
  key.id = row[0].text();
  key.name = row[1].text();
  key.scopes = accounts::parse_scopes(row[2].text()).value_or(accounts::Scopes());
  key.created = time_in(row[3].text());
  key.used = maybe_time_in(row[4].text());
  key.revoked = maybe_time_in(row[5].text());
  return key;
}

}  // namespace

AccountStore::AccountStore(const AccountStoreConfig& config)
    : admission_("account", 1, config.waiting_max),
      connection_(config.address, config.timeouts),
      backoff_({}, reinterpret_cast<std::uintptr_t>(this)),
      thread_({.name = "redis-accounts", .threads = 1}) {
}

AccountStore::~AccountStore() {
  connection_.interrupt();
}

std::string AccountStore::trouble() const {
  const std::scoped_lock lock(trouble_mutex_);
  return trouble_;
}

void AccountStore::note(const Result<Reply>& reply) {
  const std::scoped_lock lock(trouble_mutex_);
  trouble_ = reply ? "" : reply.error().public_message;
}

Result<void> AccountStore::connect() {
  const auto now = std::chrono::steady_clock::now();
  if (now < again_at_) return std::unexpected(broken_connection(Broken::unreachable, "just tried"));
  auto opened = connection_.open();
  if (opened) {
    backoff_.reset();
  } else {
    again_at_ = std::chrono::steady_clock::now() + backoff_.next();
  }
  return opened;
}

Result<Reply> AccountStore::run_here(const Script& script, Kind kind, const Command& arguments) {
  for (bool again = false;; again = true) {
    const bool fresh = !connection_.is_open();
    if (fresh) TRY_VOID(connect());
    auto reply = connection_.run(script, {kPrefix}, arguments);
    // A connection that has been idle may have ended long ago.
    if (reply || connection_.is_open() || fresh || again || kind == Kind::writes) return reply;
  }
}

Task<Result<Reply>> AccountStore::run(const Script& script, Kind kind, Command arguments) {
  CO_TRY(const auto slot, admission_.enter());
  co_return co_await run_on(thread_, [this, &script, kind, arguments = std::move(arguments)] {
    auto reply = run_here(script, kind, arguments);
    note(reply);
    return reply;
  });
}

Task<Result<bool>> AccountStore::done(const Script& script, Command arguments) {
  CO_TRY(const auto reply, co_await run(script, Kind::writes, std::move(arguments)));
  co_return reply[0].text() == "yes";
}

Task<Result<Added>> AccountStore::add_person(Person person, accounts::AddRule rule) {
  CO_TRY(const auto reply,
         co_await run(kAddPersonScript,
                      Kind::writes,
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
  CO_TRY(const auto reply, co_await run(kPeopleScript, Kind::reads, {"1"}));
  co_return reply.size() > 0;
}

Task<Result<std::optional<Person>>> AccountStore::person_named(std::string folded) {
  CO_TRY(const auto reply, co_await run(kPersonScript, Kind::reads, {std::move(folded)}));
  if (reply.size() == 0) co_return std::nullopt;
  co_return person_in(reply.view());
}

Task<Result<std::vector<Person>>> AccountStore::people(std::size_t limit) {
  CO_TRY(const auto reply, co_await run(kPeopleScript, Kind::reads, {std::to_string(limit)}));
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
         co_await run(kRefreshSessionScript,
                      Kind::writes,
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
  CO_TRY(const auto reply, co_await run(kShownScript, Kind::reads, {crypto::hex(token)}));
  if (reply.size() == 0 || reply[10].text() == "1") co_return std::nullopt;
  co_return live_in(reply.view());
}

Task<Result<std::optional<Session>>> AccountStore::session_of_any(TokenHash token) {
  CO_TRY(const auto reply, co_await run(kShownScript, Kind::reads, {crypto::hex(token)}));
  if (reply.size() == 0) co_return std::nullopt;
  co_return session_in(reply.view());
}

Task<Result<void>> AccountStore::touch_session(std::string session, WallTime seen) {
  CO_TRY_VOID(co_await done(kTouchSessionScript, {std::move(session), text(seen)}));
  co_return Result<void>();
}

Task<Result<std::vector<Session>>> AccountStore::sessions(std::string person, WallTime now) {
  CO_TRY(const auto reply,
         co_await run(kSessionsScript, Kind::reads, {std::move(person), text(now)}));
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
  CO_TRY(const auto reply, co_await run(kKeyOfScript, Kind::reads, {crypto::hex(token)}));
  if (reply.size() == 0) co_return std::nullopt;
  co_return key_in(reply.view());
}

Task<Result<std::vector<ApiKey>>> AccountStore::keys() {
  CO_TRY(const auto reply, co_await run(kKeysScript, Kind::reads, {}));
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
