// How many kinds of failures there are, for tables of one entry each.
#pragma once

#include <cstddef>

#include "failure/failure.h"

namespace vitrine {

// `unavailable` is the last of them; a test looks whether it still is.
inline constexpr std::size_t kFailureKinds = static_cast<std::size_t>(FailureKind::unavailable) + 1;

}  // namespace vitrine
