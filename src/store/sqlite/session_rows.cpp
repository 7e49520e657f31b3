#include "store/sqlite/session_rows.h"

#include <string>
#include <utility>

#include "store/sqlite/row_time.h"

namespace vitrine::store::sqlite::session_rows {

namespace {

using accounts::LiveSession;
using accounts::RefreshAnswer;
using accounts::Refreshed;
using accounts::Session;
using accounts::TokenHash;

// With each login, so that what is over does not pile up.
constexpr std::int64_t kForgottenAtOnce = 20;
constexpr std::int64_t kSpentKept = 1000;

Session session_in(const Statement& row) {
  Session session;
  session.id = row.text(0);
  session.person = row.text(1);
  session.created = time_in(row, 2);
  session.seen = time_in(row, 3);
  session.ends = time_in(row, 4);
  session.address = row.text(5);
  session.agent = row.text(6);
  return session;
}

// A token that somebody shows, with its session and whose it is.
struct Shown {
  LiveSession live;
  bool refreshes = false;
};

Result<std::optional<Shown>> shown_by(Database& database, const TokenHash& token) {
  TRY(auto row,
      database.query("SELECT s.id, s.person, s.created, s.seen, s.ends, s.address, s.agent, "
                     "p.name, p.role, t.spent, t.refreshes FROM account_token t "
                     "JOIN account_session s ON s.id = t.session "
                     "JOIN account_person p ON p.id = s.person WHERE t.hash = ?1",
                     {Blob{token}}));
  TRY(const bool there, row.step());
  if (!there) return std::nullopt;
  Shown shown;
  shown.live.session = session_in(row);
  shown.live.name = row.text(7);
  shown.live.role = accounts::role_named(row.text(8)).value_or(accounts::Role::viewer);
  shown.live.spent = maybe_time_in(row, 9);
  shown.refreshes = row.integer(10) != 0;
  return shown;
}

Result<void> add_token(Database& database,
                       const TokenHash& token,
                       std::string_view session,
                       bool refreshes) {
  return database.run(
      "INSERT INTO account_token (hash, session, refreshes, spent) VALUES (?1, ?2, ?3, NULL)",
      {Blob{token}, session, std::int64_t{refreshes}});
}

Result<void> add_tokens(Database& database,
                        const accounts::TokenPair& tokens,
                        std::string_view session) {
  TRY_VOID(add_token(database, tokens.session, session, false));
  return add_token(database, tokens.refresh, session, true);
}

Result<void> forget(Database& database, std::string_view session) {
  TRY_VOID(database.run("DELETE FROM account_token WHERE session = ?1", {session}));
  return database.run("DELETE FROM account_session WHERE id = ?1", {session});
}

Result<std::vector<std::string>> ids(Database& database, std::string_view sql, Values values) {
  TRY(auto row, database.query(sql, values));
  std::vector<std::string> all;
  while (true) {
    TRY(const bool there, row.step());
    if (!there) return all;
    all.emplace_back(row.text(0));
  }
}

Result<std::size_t> unspent_of(Database& database, std::string_view session) {
  TRY(auto row,
      database.query("SELECT count(*) FROM account_token "
                     "WHERE session = ?1 AND refreshes = 1 AND spent IS NULL",
                     {session}));
  TRY_VOID(row.step());
  return static_cast<std::size_t>(row.integer(0));
}

// Session tokens that are of no use any more, and refresh tokens beyond the newest ones.
Result<void> forget_spent(Database& database,
                          std::string_view session,
                          const accounts::RefreshUse& use) {
  TRY_VOID(
      database.run("DELETE FROM account_token WHERE session = ?1 AND refreshes = 0 AND spent <= ?2",
                   {session, row_time(use.now - use.rules.grace)}));
  return database.run(
      "DELETE FROM account_token WHERE hash IN (SELECT hash FROM account_token "
      "WHERE session = ?1 AND refreshes = 1 AND spent IS NOT NULL "
      "ORDER BY spent DESC LIMIT -1 OFFSET ?2)",
      {session, kSpentKept});
}

}  // namespace

Result<void> open(Database& database,
                  const Session& session,
                  const accounts::TokenPair& tokens,
                  std::size_t sessions_max) {
  TRY(const auto over,
      ids(database,
          "SELECT id FROM account_session WHERE ends <= ?1 ORDER BY ends LIMIT ?2",
          {row_time(session.created), kForgottenAtOnce}));
  for (const auto& id : over) TRY_VOID(forget(database, id));
  TRY(const auto surplus,
      ids(database,
          "SELECT id FROM account_session WHERE person = ?1 "
          "ORDER BY created DESC, id LIMIT -1 OFFSET ?2",
          {session.person, static_cast<std::int64_t>(sessions_max) - 1}));
  for (const auto& id : surplus) TRY_VOID(forget(database, id));
  TRY_VOID(
      database.run("INSERT INTO account_session (id, person, created, seen, ends, address, agent) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   {session.id,
                    session.person,
                    row_time(session.created),
                    row_time(session.seen),
                    row_time(session.ends),
                    session.address,
                    session.agent}));
  return add_tokens(database, tokens, session.id);
}

Result<RefreshAnswer> refresh(Database& database, const accounts::RefreshUse& use) {
  TRY(auto shown, shown_by(database, use.used));
  if (!shown || !shown->refreshes || use.now >= shown->live.session.ends) return RefreshAnswer{};
  auto& live = shown->live;
  auto& session = live.session;
  TRY(const auto unspent, unspent_of(database, session.id));
  switch (accounts::judge_refresh(live.spent, unspent, use.now, use.rules)) {
    case accounts::Refresh::refused:
      return RefreshAnswer{Refreshed::refused, std::move(live)};
    case accounts::Refresh::reused:
      TRY_VOID(forget(database, session.id));
      return RefreshAnswer{Refreshed::reused, std::move(live)};
    case accounts::Refresh::fresh:
      TRY_VOID(
          database.run("UPDATE account_token SET spent = ?2 WHERE session = ?1 AND spent IS NULL",
                       {session.id, row_time(use.now)}));
      break;
    case accounts::Refresh::again:
      break;
  }
  session.seen = use.now;
  session.ends = accounts::end_of(session.created, use.now, use.rules);
  live.spent.reset();
  TRY_VOID(database.run("UPDATE account_session SET seen = ?2, ends = ?3 WHERE id = ?1",
                        {session.id, row_time(session.seen), row_time(session.ends)}));
  TRY_VOID(forget_spent(database, session.id, use));
  TRY_VOID(add_tokens(database, use.next, session.id));
  return RefreshAnswer{Refreshed::yes, std::move(live)};
}

Result<std::optional<LiveSession>> of_session_token(Database& database, const TokenHash& token) {
  TRY(auto shown, shown_by(database, token));
  if (!shown || shown->refreshes) return std::nullopt;
  return std::move(shown->live);
}

Result<std::optional<Session>> of_any_token(Database& database, const TokenHash& token) {
  TRY(auto shown, shown_by(database, token));
  if (!shown) return std::nullopt;
  return std::move(shown->live.session);
}

Result<void> touch(Database& database, std::string_view session, WallTime seen) {
  return database.run("UPDATE account_session SET seen = max(seen, ?2) WHERE id = ?1",
                      {session, row_time(seen)});
}

Result<std::vector<Session>> of_person(Database& database, std::string_view person, WallTime now) {
  TRY(auto row,
      database.query("SELECT id, person, created, seen, ends, address, agent "
                     "FROM account_session WHERE person = ?1 AND ends > ?2 "
                     "ORDER BY seen DESC, created DESC",
                     {person, row_time(now)}));
  std::vector<Session> all;
  while (true) {
    TRY(const bool there, row.step());
    if (!there) return all;
    all.push_back(session_in(row));
  }
}

Result<bool> end(Database& database, std::string_view person, std::string_view session) {
  TRY(const auto theirs,
      ids(database,
          "SELECT id FROM account_session WHERE id = ?1 AND person = ?2",
          {session, person}));
  if (theirs.empty()) return false;
  TRY_VOID(forget(database, session));
  return true;
}

}  // namespace vitrine::store::sqlite::session_rows
