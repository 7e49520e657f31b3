// Rooms: who may include whom, and which libraries a room may know.
#pragma once

#include "tidy/repository.h"

namespace vitrine::tidy {

// An #include "room/…" of src is of the own room or of one that the room's CMakeLists.txt USES.
Findings check_declared_edges(const Repository& repository);

// USES points down: to a lower level of docs/architecture.md, or along one of the few edges that
// are allowed within a level. A room without a level is a finding too.
Findings check_levels(const Repository& repository);

// Each third-party library is known to its rooms only.
Findings check_libraries(const Repository& repository);

// Every .cpp of src, tests, fuzz and bench is compiled: a CMakeLists.txt of its folder, or of one
// above it, names it.
Findings check_listed_sources(const Repository& repository);

}  // namespace vitrine::tidy
