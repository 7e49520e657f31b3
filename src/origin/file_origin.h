// Originals from a folder of this machine. Blocking: for a pool's threads.
#pragma once

#include <cstdint>
#include <string>

#include "failure/result.h"
#include "origin/byte_budget.h"
#include "origin/origins.h"
#include "runtime/unique_fd.h"

namespace vitrine::origin {

// How a folder is kept from being left. `paths` is for kernels without openat2(2).
enum class Containment : std::uint8_t { kernel, paths };

// Opens `path`, which must be `root` + '/' + something, for reading. not_found when there is no
// such file; not_allowed when it is outside of `root`, also through a symbolic link.
Result<UniqueFd> open_beneath(const std::string& root,
                              const std::string& path,
                              Containment containment = Containment::kernel);

// A regular file that is not empty and not above the limit. Its etag is made of size, time and
// inode, so an unchanged file is not read.
Result<Fetched> fetch_open_file(int fd,
                                const Validators& have,
                                std::uint64_t bytes_max,
                                BudgetShare& share);

}  // namespace vitrine::origin
