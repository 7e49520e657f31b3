// What a result code of SQLite means to whoever asked the store for something.
#pragma once

#include <string_view>

#include "failure/failure.h"

namespace vitrine::store::sqlite {

// `code` is an extended result code, `error` the error number of the last system call or 0, `text`
// SQLite's own words, which go into `detail`.
//
// Throws std::bad_alloc for SQLITE_NOMEM, and std::logic_error for codes that only wrong SQL or
// wrong use of the library gives.
Failure failure_of(int code, int error, std::string_view text);

// The disk or the file is to blame, not what was asked for: whoever comes next will fail as well.
bool is_storage_trouble(int code);

}  // namespace vitrine::store::sqlite
