// One use of a prepared statement: its values, its rows. Lent by Database::query; given back, and
// its values forgotten, when it is destroyed.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>

#include "failure/result.h"

struct sqlite3_stmt;

namespace vitrine::store::sqlite {

class Database;

struct Blob {
  std::string_view bytes;
};

struct Null {};

// For ?1, ?2, … of a statement. Text and bytes are not copied: they stay valid until the statement
// has been given back.
using Value = std::variant<std::int64_t, double, std::string_view, Blob, Null>;
using Values = std::initializer_list<Value>;

class Statement {
 public:
  Statement(Statement&& other) noexcept
      : database_(other.database_),
        statement_(std::exchange(other.statement_, nullptr)),
        in_use_(other.in_use_) {}

  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Goes to the next row; false when there is none.
  Result<bool> step();

  // Columns of the row, from 0. What is text or bytes stays valid until the next step.
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* statement, bool& in_use);
  Result<void> bind(Values values);

  Database& database_;
  sqlite3_stmt* statement_;
  bool& in_use_;
};

}  // namespace vitrine::store::sqlite
