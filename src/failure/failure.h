// What a healthy program meets on a normal day: a wrong parameter, a missing original, a full
// queue. A Failure is a value; it travels as the error of Result<T> (result.h). Broken programs and
// broken machines throw instead.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

// The kind decides HTTP status (http/status.cpp), metric label and whether a retry makes sense.
enum class FailureKind : std::uint8_t {
  bad_request,   // the caller wrote something wrong
  not_allowed,   // understood, and refused by configuration
  not_found,     // no such thing
  conflict,      // it contradicts what is there
  not_accepted,  // a size over the configured maximum (S3 answers 406)
  too_large,     // a body over its limit
  unsupported,   // well formed, and no use: not a picture, too many pixels
  media_type,    // a body of a type that is not taken here
  busy,          // a queue is full; try again
  upstream,      // the origin refused or broke
  timeout,       // the origin was too slow
  unavailable,   // a part of ours that should be there is not
};

struct Failure {
  FailureKind kind;
  // A sentence for the caller: names the offending value and the limit, never a secret, a path or
  // a private address.
  std::string public_message;
  // For the log only. May be empty.
  std::string detail;
};

// "bad_request", ...: metric label, and `kind` in JSON error bodies.
std::string_view name(FailureKind kind);

}  // namespace vitrine
