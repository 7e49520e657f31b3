// A copy of the database as it was at one moment, taken while Vitrine runs, by this process or
// another one.
#pragma once

#include <filesystem>

#include "failure/result.h"

namespace vitrine::store::sqlite {

// Blocks for as long as the copying takes; never on an event loop. The writer goes on meanwhile,
// but its write-ahead log grows until the copy is finished.
//
// `to` appears whole and on the disk, or not at all. bad_request: there is something at `to`
// already. not_found: there is no database at `from`. unavailable: a disk, or a broken database.
Result<void> backup(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace vitrine::store::sqlite
