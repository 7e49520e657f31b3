#include "store/sqlite/sqlite_failure.h"

#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace vitrine::store::sqlite {
namespace {

TEST(SqliteFailure, HasWordsForEachKindOfTrouble) {
  struct Row {
    int code;
    int error;
    FailureKind kind;
    std::string says;
    bool storage;
  };

  const Row rows[] = {
      {SQLITE_FULL, 0, FailureKind::unavailable, "The disk is full", true},
      {SQLITE_IOERR_WRITE, ENOSPC, FailureKind::unavailable, "The disk is full", true},
      {SQLITE_IOERR_WRITE, EDQUOT, FailureKind::unavailable, "The disk is full", true},
      {SQLITE_IOERR_FSYNC,
       EIO,
       FailureKind::unavailable,
       "The disk does not work as it should",
       true},
      {SQLITE_READONLY_DIRECTORY, 0, FailureKind::unavailable, "The database is read-only", true},
      {SQLITE_CORRUPT_INDEX, 0, FailureKind::unavailable, "The database is damaged", true},
      {SQLITE_NOTADB, 0, FailureKind::unavailable, "The file is not a database", true},
      {SQLITE_BUSY, 0, FailureKind::unavailable, "Another process writes to the database", true},
      {SQLITE_CANTOPEN, ENOENT, FailureKind::unavailable, "The database cannot be opened", true},
      {SQLITE_CANTOPEN, ENOSPC, FailureKind::unavailable, "The disk is full", true},
      {SQLITE_CANTOPEN, EROFS, FailureKind::unavailable, "The disk is read-only", true},
      {SQLITE_CONSTRAINT_UNIQUE,
       0,
       FailureKind::bad_request,
       "It contradicts what is stored",
       false},
      {SQLITE_TOOBIG, 0, FailureKind::too_large, "It is too large to be stored", false},
      {SQLITE_INTERRUPT, 0, FailureKind::timeout, "The store took too long", false},
  };
  for (const auto& row : rows) {
    const auto failure = failure_of(row.code, row.error, "words of SQLite");
    EXPECT_EQ(failure.kind, row.kind) << row.says;
    EXPECT_EQ(failure.public_message, row.says);
    EXPECT_NE(failure.detail.find("words of SQLite"), std::string::npos) << row.says;
    EXPECT_EQ(is_storage_trouble(row.code), row.storage) << row.says;
  }
}

TEST(SqliteFailure, ThrowsForABrokenProgramOrMachine) {
  EXPECT_THROW(failure_of(SQLITE_ERROR, 0, "no such table: a"), std::logic_error);
  EXPECT_THROW(failure_of(SQLITE_MISUSE, 0, ""), std::logic_error);
  EXPECT_THROW(failure_of(SQLITE_NOMEM, 0, ""), std::bad_alloc);
}

}  // namespace
}  // namespace vitrine::store::sqlite
