// The tables of sessions and their tokens, as account_rows.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "accounts/account_store.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite::session_rows {

Result<void> open(Database& database,
                  const accounts::Session& session,
                  const accounts::TokenPair& tokens,
                  std::size_t sessions_max);
Result<accounts::RefreshAnswer> refresh(Database& database, const accounts::RefreshUse& use);
Result<std::optional<accounts::LiveSession>> of_session_token(Database& database,
                                                              const accounts::TokenHash& token);
Result<std::optional<accounts::Session>> of_any_token(Database& database,
                                                      const accounts::TokenHash& token);
Result<void> touch(Database& database, std::string_view session, WallTime seen);
Result<std::vector<accounts::Session>> of_person(Database& database,
                                                 std::string_view person,
                                                 WallTime now);
// false: there is no such session of that person.
Result<bool> end(Database& database, std::string_view person, std::string_view session);

}  // namespace vitrine::store::sqlite::session_rows
