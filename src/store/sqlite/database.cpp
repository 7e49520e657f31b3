#include "store/sqlite/database.h"

#include <utility>

#include <sqlite3.h>

#include "failure/check.h"
#include "store/sqlite/sqlite_failure.h"

namespace vitrine::store::sqlite {

struct Database::Kept {
  explicit Kept(std::string_view text) : sql(text) {}

  ~Kept() { sqlite3_finalize(statement); }

  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  const std::string sql;
  sqlite3_stmt* statement = nullptr;
  bool in_use = false;
};

namespace {

// Another process holds the file for a moment when it looks for a log to recover.
constexpr int kBusyMilliseconds = 2000;

int flags_of(Access access) {
  // One thread at a time uses a connection, so SQLite needs no lock of its own.
  constexpr int kAlways = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (access) {
    case Access::read_only:
      return kAlways | SQLITE_OPEN_READONLY;
    case Access::read_write:
      return kAlways | SQLITE_OPEN_READWRITE;
    case Access::create:
      return kAlways | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  check(false, "every access has its flags");
  return 0;
}

int last_error_of(sqlite3* handle, int which_file) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle, "main", which_file, static_cast<void*>(&file));
  int error = 0;
  if (file == nullptr || file->pMethods == nullptr) return error;
  file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

// Only some codes come from a system call. SQLite tells which error that was, but not when it
// happened in a COMMIT; then the files know.
int system_error(sqlite3* handle, int code) {
  const int kind = code & 0xff;
  if (kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN) return 0;
  if (const int error = sqlite3_system_errno(handle); error != 0) return error;
  if (kind == SQLITE_CANTOPEN) return 0;
  if (const int error = last_error_of(handle, SQLITE_FCNTL_JOURNAL_POINTER); error != 0)
    return error;
  return last_error_of(handle, SQLITE_FCNTL_FILE_POINTER);
}

int note_wal_pages(void* pages, sqlite3* /*handle*/, const char* /*schema*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Access access) {
  sqlite3* handle = nullptr;
  // Absolute, so that no name is taken for a URI or for a database in memory.
  const auto path = std::filesystem::absolute(file);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags_of(access), nullptr);
  if (handle == nullptr) throw std::bad_alloc();
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) return std::unexpected(database->failure(code));
  return database;
}

Database::Database(sqlite3* handle) : handle_(handle) {
  // The file may come from anywhere: its schema may not call functions with effects.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  // Takes the place of SQLite's own checkpoints, which would hold up the commit that they follow.
  sqlite3_wal_hook(handle_, note_wal_pages, &wal_pages_);
}

Database::~Database() {
  kept_.clear();
  sqlite3_close_v2(handle_);
}

Result<Statement> Database::query(std::string_view sql, Values values) {
  auto found = kept_.find(sql);
  if (found == kept_.end()) {
    auto kept = std::make_unique<Kept>(sql);
    const int code = sqlite3_prepare_v3(handle_,
                                        kept->sql.c_str(),
                                        static_cast<int>(kept->sql.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT,
                                        &kept->statement,
                                        nullptr);
    if (code != SQLITE_OK) return std::unexpected(failure(code));
    const std::string_view key = kept->sql;
    found = kept_.emplace(key, std::move(kept)).first;
  }
  Statement statement(*this, found->second->statement, found->second->in_use);
  TRY_VOID(statement.bind(values));
  return statement;
}

Result<void> Database::run(std::string_view sql, Values values) {
  TRY(auto statement, query(sql, values));
  while (true) {
    TRY(const bool row, statement.step());
    if (!row) return {};
  }
}

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(failure(code));
  return {};
}

Result<std::int64_t> Database::number(const std::string& sql) {
  TRY(auto statement, query(sql));
  TRY(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

std::int64_t Database::changed_rows() const {
  return sqlite3_changes64(handle_);
}

bool Database::read_only() const {
  return sqlite3_db_readonly(handle_, "main") == 1;
}

Result<void> Database::checkpoint(bool empty_log) {
  const int mode = empty_log ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  int pages = 0;
  // Without waiting: what a reader or a copy of the file holds back is left for the next time.
  sqlite3_busy_timeout(handle_, 0);
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &pages, nullptr);
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  if (pages >= 0) wal_pages_ = pages;
  if (code == SQLITE_BUSY) return {};
  if (code != SQLITE_OK) return std::unexpected(failure(code));
  return {};
}

std::optional<Failure> Database::take_storage_trouble() {
  return std::exchange(storage_trouble_, std::nullopt);
}

Failure Database::failure(int code) {
  const int error = system_error(handle_, code);
  auto failure = failure_of(code, error, sqlite3_errmsg(handle_));
  if (is_storage_trouble(code)) storage_trouble_ = failure;
  return failure;
}

}  // namespace vitrine::store::sqlite
