// Invariants that stay on in release builds. A broken one is a bug: it throws std::logic_error with
// file and line, which the connection session answers with 500 and the job runner counts.
#pragma once

#include <source_location>
#include <stdexcept>

namespace vitrine {

[[noreturn]] void check_failed(const char* what, const std::source_location& where);

// Small enough to be inlined, so that it may stand on the way of a request.
constexpr void check(bool holds,
                     const char* what,
                     std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    check_failed(what, where);
}

}  // namespace vitrine
