#include "store/sqlite/statement.h"

#include <sqlite3.h>

#include "failure/check.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

namespace {

// A null pointer would bind NULL, and an empty view may have one.
const char* never_null(std::string_view bytes) {
  return bytes.data() == nullptr ? "" : bytes.data();
}

int bind_one(sqlite3_stmt* statement, int index, const Value& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;

    int operator()(std::int64_t number) const {
      return sqlite3_bind_int64(statement, index, number);
    }

    int operator()(double number) const { return sqlite3_bind_double(statement, index, number); }

    int operator()(std::string_view text) const {
      return sqlite3_bind_text64(
          statement, index, never_null(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }

    int operator()(Blob blob) const {
      return sqlite3_bind_blob64(
          statement, index, never_null(blob.bytes), blob.bytes.size(), SQLITE_STATIC);
    }

    int operator()(Null) const { return sqlite3_bind_null(statement, index); }
  };

  return std::visit(Binder{statement, index}, value);
}

}  // namespace

Statement::Statement(Database& database, sqlite3_stmt* statement, bool& in_use)
    : database_(database), statement_(statement), in_use_(in_use) {
  check(!in_use_, "a statement is used by one at a time");
  in_use_ = true;
}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  in_use_ = false;
}

Result<void> Statement::bind(Values values) {
  check(sqlite3_bind_parameter_count(statement_) == static_cast<int>(values.size()),
        "a statement gets as many values as it has parameters");
  int index = 0;
  for (const auto& value : values) {
    if (const int code = bind_one(statement_, ++index, value); code != SQLITE_OK) {
      return std::unexpected(database_.failure(code));
    }
  }
  return {};
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return std::unexpected(database_.failure(code));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string_view Statement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace vitrine::store::sqlite
