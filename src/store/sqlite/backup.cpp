#include "store/sqlite/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <sqlite3.h>

#include "runtime/unique_fd.h"
#include "store/sqlite/database.h"
#include "store/sqlite/sqlite_failure.h"

namespace vitrine::store::sqlite {

namespace {

namespace fs = std::filesystem;

constexpr int kPagesAStep = 256;

std::unexpected<Failure> file_failure(int error, std::string_view call, const fs::path& path) {
  if (error == EEXIST) {
    return fail(FailureKind::bad_request,
                fmt::format("{} is there already; choose another name", path.filename().native()));
  }
  auto failure = failure_of(SQLITE_IOERR, error, fmt::format("{} {}", call, path.native()));
  return std::unexpected(std::move(failure));
}

// The copy under its temporary name, which goes away unless it gets its own.
class Draft {
 public:
  // Beside `to`, so that the rename stays on one file system. Named after the process: two that
  // copy at once must not write into one file.
  explicit Draft(const fs::path& to) : to_(to), draft_(to) {
    draft_ += fmt::format(".part-{}", ::getpid());
  }

  ~Draft() {
    if (made_) ::unlink(draft_.c_str());
  }

  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  Result<void> make() {
    fd_.reset(::open(draft_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!fd_) return file_failure(errno, "open", draft_);
    made_ = true;
    return {};
  }

  // Never over a file that is there.
  Result<void> publish() {
    if (::fsync(fd_.get()) != 0) return file_failure(errno, "fsync", draft_);
    if (::renameat2(AT_FDCWD, draft_.c_str(), AT_FDCWD, to_.c_str(), RENAME_NOREPLACE) != 0) {
      return file_failure(errno, "rename", to_);
    }
    made_ = false;
    const auto folder = fs::absolute(to_).parent_path();
    const UniqueFd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.get()) != 0) return file_failure(errno, "fsync", folder);
    return {};
  }

  const fs::path& path() const { return draft_; }

 private:
  const fs::path to_;
  fs::path draft_;
  UniqueFd fd_;
  bool made_ = false;
};

// A transaction that is held all the while makes every step read the same moment. Without it a
// change between two steps would make SQLite begin again from the first page.
Result<void> hold_moment(Database& source) {
  TRY_VOID(source.execute("BEGIN"));
  return source.run("SELECT count(*) FROM sqlite_schema");
}

Result<void> copy_pages(Database& source, Database& target) {
  sqlite3_backup* copying = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
  if (copying == nullptr) return std::unexpected(target.failure(sqlite3_errcode(target.handle())));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) code = sqlite3_backup_step(copying, kPagesAStep);
  sqlite3_backup_finish(copying);
  if (code != SQLITE_DONE) return std::unexpected(target.failure(code));
  return {};
}

Result<void> copy_database(const fs::path& from, const fs::path& to) {
  TRY(const auto source, Database::open(from, Access::read_only));
  TRY_VOID(hold_moment(*source));
  TRY(const auto target, Database::open(to, Access::read_write));
  // Nobody looks at an unfinished copy, so it needs neither a journal nor an order of its writes.
  TRY_VOID(target->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"));
  return copy_pages(*source, *target);
}

}  // namespace

Result<void> backup(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::is_regular_file(from, error)) {
    return fail(FailureKind::not_found, "There is no database to copy", from.native());
  }
  // Told before the work; publish() is what holds.
  if (fs::exists(fs::symlink_status(to, error))) return file_failure(EEXIST, "look at", to);
  Draft draft(to);
  TRY_VOID(draft.make());
  TRY_VOID(copy_database(from, draft.path()));
  return draft.publish();
}

}  // namespace vitrine::store::sqlite
