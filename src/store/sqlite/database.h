// One connection to an SQLite file. Statements are prepared once and kept. Failures of the disk and
// the file are values (sqlite_failure.h); wrong SQL throws std::logic_error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "failure/result.h"
#include "store/sqlite/statement.h"

struct sqlite3;

namespace vitrine::store::sqlite {

enum class Access : std::uint8_t { read_only, read_write, create };

// Lives on: one thread at a time.
class Database {
 public:
  // A file that is not there is `unavailable` unless it is to be created. A broken file is often
  // found only by the first statement.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs a statement that may give rows. `sql` is kept for the next time, so it is a constant and
  // never made of values.
  Result<Statement> query(std::string_view sql, Values values = {});
  // The same for a statement whose rows nobody wants.
  Result<void> run(std::string_view sql, Values values = {});
  // Runs statements that are not kept, one after the other: PRAGMA, CREATE.
  Result<void> execute(const std::string& sql);
  // The first column of the first row, for PRAGMA and count(*); 0 without a row.
  Result<std::int64_t> number(const std::string& sql);

  // SQLite ends a transaction by itself when the disk fails in the middle of it.
  bool in_transaction() const;
  std::int64_t changed_rows() const;
  // Also after opening for writing, when the file system does not allow that.
  bool read_only() const;

  // Pages in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }

  // Copies what is committed from the write-ahead log into the file. Readers of old pages keep some
  // of it back, which is no failure. `empty_log` also cuts the log to nothing when there are none.
  Result<void> checkpoint(bool empty_log);

  // The last failure of disk or file since this was asked last.
  std::optional<Failure> take_storage_trouble();

  // For the rest of this room.
  sqlite3* handle() const { return handle_; }

  Failure failure(int code);

 private:
  struct Kept;

  explicit Database(sqlite3* handle);

  sqlite3* handle_;
  std::unordered_map<std::string_view, std::unique_ptr<Kept>> kept_;
  std::optional<Failure> storage_trouble_;
  int wal_pages_ = 0;
};

}  // namespace vitrine::store::sqlite
