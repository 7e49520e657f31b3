// Files: their length, their names, and whether anyone needs them.
#pragma once

#include "tidy/repository.h"

namespace vitrine::tidy {

inline constexpr int kLinesMax = 400;

// No source is longer than kLinesMax. Aim below 250.
Findings check_lengths(const Repository& repository);
// No drawer for everything: util, common, helpers, manager, misc.
Findings check_names(const Repository& repository);
// Every header is included by someone.
Findings check_dead_headers(const Repository& repository);
// Every header begins, after its comment, with #pragma once, and says in that comment what it is.
Findings check_header_heads(const Repository& repository);
// A .cpp with a header of its own includes it first, so that the header cannot lean on others.
Findings check_own_header_first(const Repository& repository);

}  // namespace vitrine::tidy
