// Phrases that have a better replacement here.
#pragma once

#include "tidy/repository.h"

namespace vitrine::tidy {

// Each phrase of the table in the code (not in comments or texts), outside of the files that may
// have it.
Findings check_banned_phrases(const Repository& repository);

// A note of unfinished work says which kind it is, and why: "TODO(perf): quadratic in …".
Findings check_todos(const Repository& repository);

}  // namespace vitrine::tidy
