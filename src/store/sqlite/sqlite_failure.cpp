#include "store/sqlite/sqlite_failure.h"

#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

// An extended code has the kind of failure in its lowest byte.
int kind_of(int code) {
  return code & 0xff;
}

// SQLite itself calls only ENOSPC a full disk.
std::string_view disk_sentence(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "The disk is full";
    case EFBIG:
      return "The disk does not take a file of this size";
    case EROFS:
      return "The disk is read-only";
    case EMFILE:
    case ENFILE:
      return "Too many files are open";
    default:
      return "The disk does not work as it should";
  }
}

// Empty for what only a wrong program gives.
std::string_view storage_sentence(int code, int error) {
  switch (kind_of(code)) {
    case SQLITE_FULL:
      return "The disk is full";
    case SQLITE_READONLY:
      return "The database is read-only";
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "The database may not be opened";
    case SQLITE_CORRUPT:
      return "The database is damaged";
    case SQLITE_NOTADB:
      return "The file is not a database";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return "Another process writes to the database";
    case SQLITE_CANTOPEN:
      return open_sentence(error);
    case SQLITE_IOERR:
    case SQLITE_NOLFS:
      return disk_sentence(error);
    default:
      return {};
  }
}

}  // namespace

bool is_storage_trouble(int code) {
  return !storage_sentence(code, 0).empty();
}

Failure failure_of(int code, int error, std::string_view text) {
  std::string detail = fmt::format("SQLite {}: {}", code, text);
  if (error != 0) detail += fmt::format(" ({})", std::generic_category().message(error));
  if (const auto sentence = storage_sentence(code, error); !sentence.empty()) {
    return {FailureKind::unavailable, std::string(sentence), std::move(detail)};
  }
  switch (kind_of(code)) {
    case SQLITE_NOMEM:
      throw std::bad_alloc();
    case SQLITE_CONSTRAINT:
      return {FailureKind::bad_request, "It contradicts what is stored", std::move(detail)};
    case SQLITE_TOOBIG:
      return {FailureKind::too_large, "It is too large to be stored", std::move(detail)};
    case SQLITE_INTERRUPT:
      return {FailureKind::timeout, "The store took too long", std::move(detail)};
    default:
      throw std::logic_error(detail);
  }
}

}  // namespace vitrine::store::sqlite
