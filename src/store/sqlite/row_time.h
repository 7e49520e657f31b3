// Times as rows hold them: whole milliseconds since 1970, or NULL. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "runtime/clock.h"
#include "store/sqlite/statement.h"

namespace vitrine::store::sqlite {

inline std::int64_t row_time(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

inline Value row_time(const std::optional<WallTime>& time) {
  return time ? Value(row_time(*time)) : Value(Null{});
}

inline WallTime time_in(const Statement& row, int column) {
  return WallTime(std::chrono::milliseconds(row.integer(column)));
}

inline std::optional<WallTime> maybe_time_in(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return time_in(row, column);
}

}  // namespace vitrine::store::sqlite
