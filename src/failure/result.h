// Result<T>: a value, or the Failure that explains its absence. TRY and CO_TRY unwrap it or return
// the failure to the caller:
//
//   TRY(const auto recipe, parse_recipe(text));   // in a function that returns Result<U>
//   CO_TRY(auto original, co_await fetch(url));   // in a Task<Result<U>>
//   TRY_VOID(check(recipe));                      // for Result<void>
//
// They are statements, not expressions: the expression form is miscompiled in coroutines by some
// compilers (GCC bug 115851).
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "failure/failure.h"

namespace vitrine {

template <class T>
using Result = std::expected<T, Failure>;

inline std::unexpected<Failure> fail(FailureKind kind,
                                     std::string public_message,
                                     std::string detail = {}) {
  return std::unexpected(Failure{kind, std::move(public_message), std::move(detail)});
}

}  // namespace vitrine

#define VITRINE_JOIN_(a, b) a##b
#define VITRINE_JOIN(a, b) VITRINE_JOIN_(a, b)
#define VITRINE_TRY_(give_back, name, decl, ...)        \
  auto name = (__VA_ARGS__);                            \
  if (!name) [[unlikely]]                               \
    give_back std::unexpected(std::move(name).error()); \
  decl = *std::move(name)
#define VITRINE_TRY_VOID_(give_back, name, ...)      \
  if (auto name = (__VA_ARGS__); !name) [[unlikely]] \
  give_back std::unexpected(std::move(name).error())

#define TRY(decl, ...) VITRINE_TRY_(return, VITRINE_JOIN(try_, __LINE__), decl, __VA_ARGS__)
#define CO_TRY(decl, ...) VITRINE_TRY_(co_return, VITRINE_JOIN(try_, __LINE__), decl, __VA_ARGS__)
#define TRY_VOID(...) VITRINE_TRY_VOID_(return, VITRINE_JOIN(try_, __LINE__), __VA_ARGS__)
#define CO_TRY_VOID(...) VITRINE_TRY_VOID_(co_return, VITRINE_JOIN(try_, __LINE__), __VA_ARGS__)
