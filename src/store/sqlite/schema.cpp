#include "store/sqlite/schema.h"

#include <array>
#include <stdexcept>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "store/sqlite/job_schema.h"
#include "store/sqlite/sales_schema.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

// tally_log: position grows and is never used again; `at` is in milliseconds since 1970.
//
// tally_state: `state` holds every record of its key up to position `holds`. `gone` is the position
// that the log will be cut at when the pass ends that found the key gone: from then on the row does
// not count any more, before that it does (tally_saving.h).
//
// tally_cut: records up to `position` are in the states; they are not read back, and deleted when
// there is time.
constexpr std::string_view kTallies = R"sql(
CREATE TABLE tally_log (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, record BLOB NOT NULL);
CREATE TABLE tally_state (
  key BLOB PRIMARY KEY, holds INTEGER NOT NULL, gone INTEGER, state BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX tally_state_gone ON tally_state (gone) WHERE gone IS NOT NULL;
CREATE TABLE tally_cut (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL);
INSERT INTO tally_cut VALUES (1, 0);
)sql";

// account_person: `folded` is accounts::fold_name() of the name.
//
// account_session, account_token: the tokens of a session, by their SHA-256. `spent` is when
// another one took its place; refresh tokens stay then, so that whoever uses one again is found
// out.
//
// account_key: by the SHA-256 of its text. A revoked one stays for the list.
constexpr std::string_view kAccounts = R"sql(
CREATE TABLE account_person (
  id TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password TEXT NOT NULL,
  role TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE account_session (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, created INTEGER NOT NULL, seen INTEGER NOT NULL,
  ends INTEGER NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX account_session_person ON account_session (person, created);
CREATE INDEX account_session_ends ON account_session (ends);
CREATE TABLE account_token (
  hash BLOB PRIMARY KEY, session TEXT NOT NULL, refreshes INTEGER NOT NULL,
  spent INTEGER) WITHOUT ROWID;
CREATE INDEX account_token_session ON account_token (session, refreshes, spent);
CREATE TABLE account_key (
  id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL,
  created INTEGER NOT NULL, used INTEGER, revoked INTEGER) WITHOUT ROWID;
)sql";

constexpr std::array kSteps = {kTallies, kAccounts, kSalesSchema, kWordTailSchema, kJobSchema};

template <class T>
T or_throw(Result<T> result, const std::filesystem::path& file) {
  if (!result) throw start_error(file, result.error());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(fmt::format("{}: {}", file.native(), why));
}

void check_program(Database& database, const std::filesystem::path& file) {
  const auto id = or_throw(database.number("PRAGMA application_id"), file);
  if (id == kApplicationId) return;
  const auto version = or_throw(database.number("PRAGMA user_version"), file);
  const auto tables = or_throw(database.number("SELECT count(*) FROM sqlite_schema"), file);
  // A file with nothing in it was made just now, or by a start that was killed.
  if (id == 0 && version == 0 && tables == 0) return;
  refuse(
      file,
      "is a database of another program. Choose another file for `store`, or move this one away");
}

void step(Database& database,
          const std::filesystem::path& file,
          std::string_view sql,
          std::size_t version) {
  const auto all = fmt::format(
      "BEGIN IMMEDIATE; {}; PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
      sql,
      kApplicationId,
      version);
  auto done = database.execute(all);
  // Nothing of the step stays behind, so that the next start does it again.
  if (!done && database.in_transaction()) std::ignore = database.execute("ROLLBACK");
  or_throw(std::move(done), file);
}

}  // namespace

std::span<const std::string_view> schema_steps() {
  return kSteps;
}

void check_owner(Database& database, const std::filesystem::path& file, std::size_t known_steps) {
  check_program(database, file);
  const auto version = or_throw(database.number("PRAGMA user_version"), file);
  if (version >= 0 && static_cast<std::size_t>(version) <= known_steps) return;
  refuse(file,
         fmt::format("was written by a newer Vitrine (its tables have version {}, this program "
                     "knows up to {}). Start that version, or restore an older backup",
                     version,
                     known_steps));
}

void migrate(Database& database,
             const std::filesystem::path& file,
             std::span<const std::string_view> steps) {
  check_owner(database, file, steps.size());
  const auto version = or_throw(database.number("PRAGMA user_version"), file);
  for (auto next = static_cast<std::size_t>(version); next < steps.size(); ++next) {
    step(database, file, steps[next], next + 1);
  }
}

}  // namespace vitrine::store::sqlite
