// Opens a file of a folder that must not be left. Blocking: for a pool's threads.
#pragma once

#include <cstdint>
#include <string>

#include "failure/result.h"
#include "runtime/unique_fd.h"

namespace vitrine::origin {

// How a folder is kept from being left. `paths` is for kernels without openat2(2).
enum class Containment : std::uint8_t { kernel, paths };

// Opens `path`, which must be `root` + '/' + something, for reading. not_found when there is no
// such file; not_allowed when it is outside of `root`, also through a symbolic link.
Result<UniqueFd> open_beneath(const std::string& root,
                              const std::string& path,
                              Containment containment = Containment::kernel);

}  // namespace vitrine::origin
