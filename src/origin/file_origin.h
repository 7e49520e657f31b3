// Originals from files: of a folder of this machine, or of the blob store. Blocking: for a pool's
// threads.
#pragma once

#include <cstdint>

#include "failure/result.h"
#include "origin/byte_budget.h"
#include "origin/origins.h"

namespace vitrine::origin {

// A regular file that is not empty and not above the limit. Its etag is made of size, time and
// inode, so an unchanged file is not read.
Result<Fetched> fetch_open_file(int fd,
                                const Validators& have,
                                std::uint64_t bytes_max,
                                BudgetShare& share);

}  // namespace vitrine::origin
