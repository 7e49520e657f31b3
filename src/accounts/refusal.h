// What a person is told when something is not done for them. A refusal is an everyday answer, such
// as a wrong password; a Failure, such as a store that is away, becomes one of the kind `unable`.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>

#include "failure/failure.h"

namespace vitrine::accounts {

struct Refusal {
  enum class Why : std::uint8_t {
    invalid,    // a name or a password that cannot be had
    wrong,      // not who they say, or a session that has ended
    throttled,  // too many attempts; again after `wait`
    closed,     // nobody may register
    missing,    // no such session or key of theirs
    unable,     // ours to mend: `failure`
  };

  Refusal(Why reason, std::string sentence, std::chrono::seconds again_after = {})
      : why(reason), message(std::move(sentence)), wait(again_after) {}

  // Implicit, so that TRY passes failures on.
  Refusal(Failure reason)  // NOLINT(google-explicit-constructor)
      : why(Why::unable), message(reason.public_message), failure(std::move(reason)) {}

  Why why;
  // For the person: a sentence that tells nothing about others.
  std::string message;
  std::chrono::seconds wait{};
  // Of `unable` only.
  Failure failure{FailureKind::unavailable, {}, {}};
};

template <class T>
using Outcome = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(Refusal::Why why,
                                       std::string message,
                                       std::chrono::seconds wait = {}) {
  return std::unexpected(Refusal(why, std::move(message), wait));
}

}  // namespace vitrine::accounts
