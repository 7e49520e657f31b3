#include "store/sqlite/account_rows.h"

#include <string>

#include "store/sqlite/row_time.h"

namespace vitrine::store::sqlite::account_rows {

namespace {

using accounts::Added;
using accounts::ApiKey;
using accounts::Person;

// Revoked keys that are still listed.
constexpr std::int64_t kRevokedKept = 1000;

// Columns as in account_person.
Person person_in(const Statement& row) {
  Person person;
  person.id = row.text(0);
  person.folded = row.text(1);
  person.name = row.text(2);
  person.password = row.text(3);
  // A role that a later version wrote may less.
  person.role = accounts::role_named(row.text(4)).value_or(accounts::Role::viewer);
  person.created = time_in(row, 5);
  return person;
}

ApiKey key_in(const Statement& row) {
  ApiKey key;
  key.id = row.text(0);
  key.name = row.text(1);
  // Scopes that a later version wrote are none here.
  key.scopes = accounts::parse_scopes(row.text(2)).value_or(accounts::Scopes());
  key.created = time_in(row, 3);
  key.used = maybe_time_in(row, 4);
  key.revoked = maybe_time_in(row, 5);
  return key;
}

Result<std::int64_t> first_number(Database& database, std::string_view sql) {
  TRY(auto row, database.query(sql));
  TRY(const bool there, row.step());
  return there ? row.integer(0) : 0;
}

}  // namespace

Result<Added> add_person(Database& database, const Person& person, const accounts::AddRule& rule) {
  TRY(const auto count, first_number(database, "SELECT count(*) FROM account_person"));
  if (rule.only_first && count > 0) return Added::not_first;
  TRY(const auto namesake, person_named(database, person.folded));
  if (namesake) return Added::taken;
  if (static_cast<std::size_t>(count) >= rule.people_max) return Added::full;
  TRY_VOID(
      database.run("INSERT INTO account_person (id, folded, name, password, role, created) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   {person.id,
                    person.folded,
                    person.name,
                    person.password,
                    accounts::name(person.role),
                    row_time(person.created)}));
  return Added::yes;
}

Result<bool> has_people(Database& database) {
  TRY(const auto some, first_number(database, "SELECT EXISTS (SELECT 1 FROM account_person)"));
  return some != 0;
}

Result<std::optional<Person>> person_named(Database& database, std::string_view folded) {
  TRY(auto row,
      database.query("SELECT id, folded, name, password, role, created FROM account_person "
                     "WHERE folded = ?1",
                     {folded}));
  TRY(const bool there, row.step());
  if (!there) return std::nullopt;
  return person_in(row);
}

Result<std::vector<Person>> people(Database& database, std::size_t limit) {
  TRY(auto row,
      database.query("SELECT id, folded, name, password, role, created FROM account_person "
                     "ORDER BY folded LIMIT ?1",
                     {static_cast<std::int64_t>(limit)}));
  std::vector<Person> all;
  while (true) {
    TRY(const bool there, row.step());
    if (!there) return all;
    all.push_back(person_in(row));
  }
}

Result<bool> set_role(Database& database, std::string_view folded, accounts::Role role) {
  TRY_VOID(database.run("UPDATE account_person SET role = ?2 WHERE folded = ?1",
                        {folded, accounts::name(role)}));
  return database.changed_rows() > 0;
}

Result<void> replace_password(Database& database,
                              std::string_view person,
                              std::string_view before,
                              std::string_view after) {
  return database.run("UPDATE account_person SET password = ?3 WHERE id = ?1 AND password = ?2",
                      {person, before, after});
}

Result<bool> add_key(Database& database,
                     const ApiKey& key,
                     const accounts::TokenHash& token,
                     std::size_t keys_max) {
  TRY(const auto good,
      first_number(database, "SELECT count(*) FROM account_key WHERE revoked IS NULL"));
  if (static_cast<std::size_t>(good) >= keys_max) return false;
  const auto scopes = key.scopes.text();
  TRY_VOID(
      database.run("INSERT INTO account_key (id, hash, name, scopes, created, used, revoked) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   {key.id,
                    Blob{token},
                    key.name,
                    scopes,
                    row_time(key.created),
                    row_time(key.used),
                    row_time(key.revoked)}));
  return true;
}

Result<std::optional<ApiKey>> key_of(Database& database, const accounts::TokenHash& token) {
  TRY(auto row,
      database.query("SELECT id, name, scopes, created, used, revoked FROM account_key "
                     "WHERE hash = ?1",
                     {Blob{token}}));
  TRY(const bool there, row.step());
  if (!there) return std::nullopt;
  return key_in(row);
}

Result<std::vector<ApiKey>> keys(Database& database) {
  TRY(auto row,
      database.query("SELECT id, name, scopes, created, used, revoked FROM account_key "
                     "ORDER BY created DESC, id"));
  std::vector<ApiKey> all;
  while (true) {
    TRY(const bool there, row.step());
    if (!there) return all;
    all.push_back(key_in(row));
  }
}

Result<bool> revoke_key(Database& database, std::string_view key, WallTime now) {
  TRY_VOID(database.run("UPDATE account_key SET revoked = coalesce(revoked, ?2) WHERE id = ?1",
                        {key, row_time(now)}));
  const bool there = database.changed_rows() > 0;
  TRY_VOID(
      database.run("DELETE FROM account_key WHERE id IN (SELECT id FROM account_key "
                   "WHERE revoked IS NOT NULL ORDER BY revoked DESC LIMIT -1 OFFSET ?1)",
                   {kRevokedKept}));
  return there;
}

Result<void> touch_key(Database& database, std::string_view key, WallTime used) {
  return database.run("UPDATE account_key SET used = max(coalesce(used, ?2), ?2) WHERE id = ?1",
                      {key, row_time(used)});
}

}  // namespace vitrine::store::sqlite::account_rows
