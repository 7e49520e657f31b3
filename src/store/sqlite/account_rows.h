// The tables of people, sessions and keys, one function for each thing that is done with them. They
// run inside of a transaction of somebody else: of the writer, or of `vitrine key` (which comes
// from another process). Times are in milliseconds since 1970.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "accounts/account_store.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite::account_rows {

Result<accounts::Added> add_person(Database& database,
                                   const accounts::Person& person,
                                   const accounts::AddRule& rule);
Result<bool> has_people(Database& database);
Result<std::optional<accounts::Person>> person_named(Database& database, std::string_view folded);
Result<std::vector<accounts::Person>> people(Database& database, std::size_t limit);
Result<bool> set_role(Database& database, std::string_view folded, accounts::Role role);
Result<void> replace_password(Database& database,
                              std::string_view person,
                              std::string_view before,
                              std::string_view after);

Result<bool> add_key(Database& database,
                     const accounts::ApiKey& key,
                     const accounts::TokenHash& token,
                     std::size_t keys_max);
Result<std::optional<accounts::ApiKey>> key_of(Database& database,
                                               const accounts::TokenHash& token);
Result<std::vector<accounts::ApiKey>> keys(Database& database);
Result<bool> revoke_key(Database& database, std::string_view key, WallTime now);
Result<void> touch_key(Database& database, std::string_view key, WallTime used);

}  // namespace vitrine::store::sqlite::account_rows
