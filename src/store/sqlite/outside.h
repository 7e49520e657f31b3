// A small change to the store by another process than the one that serves: a command of an
// operator.
#pragma once

#include <filesystem>
#include <functional>

#include "failure/result.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Runs `work` in a transaction. While a server has the file, it goes in between the groups of that
// one; otherwise the file is opened as a server does, and made when it is not there. Only tables of
// which no server keeps the truth in memory may be changed so. Blocks. Throws std::runtime_error
// that names the file and says what is wrong with it.
Result<void> run_outside(const std::filesystem::path& file,
                         const std::function<Result<void>(Database&)>& work);

}  // namespace vitrine::store::sqlite
