// The tables of the store, and how an older file gets them. Forward only: step N leads from version
// N to version N + 1, in one transaction; PRAGMA user_version says how far a file is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// PRAGMA application_id of our files, "Vtrn": file(1) and we can tell them from those of others.
inline constexpr std::int32_t kApplicationId = 0x5674726e;

// The steps of this program. A step that was released is never changed.
std::span<const std::string_view> schema_steps();

// Changes nothing. Throws std::runtime_error that names the file and says what to do: it is of
// another program, of a newer Vitrine, or damaged.
void check_owner(Database& database, const std::filesystem::path& file, std::size_t known_steps);

// Brings the file up to steps.size(). Throws as above, and when the file cannot be written.
void migrate(Database& database,
             const std::filesystem::path& file,
             std::span<const std::string_view> steps);

}  // namespace vitrine::store::sqlite
