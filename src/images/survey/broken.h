// The two ways in which a file of a known format is refused by its structure. `detail` goes to the
// log.
#pragma once

#include <string>

#include "failure/result.h"

namespace vitrine::images {

inline std::unexpected<Failure> cut_off(std::string detail) {
  return fail(FailureKind::unsupported,
              "The original is cut off: it ends before its picture does",
              std::move(detail));
}

inline std::unexpected<Failure> broken(std::string detail) {
  return fail(FailureKind::unsupported,
              "The original is broken: it could not be decoded",
              std::move(detail));
}

}  // namespace vitrine::images
