// Invariants that stay on in release builds. A broken one is a bug: it throws std::logic_error with
// file and line, which the connection session answers with 500 and the job runner counts.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace vitrine {

inline void check(bool holds,
                  const char* what,
                  std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]] {
    throw std::logic_error(std::string(where.file_name()) + ":" + std::to_string(where.line()) +
                           ": " + what);
  }
}

}  // namespace vitrine
