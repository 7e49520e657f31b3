// An open, immutable file and its size: what sendfile(2) sends and what a render maps. Files that
// we wrote ourselves are never changed after their rename, only unlinked, so the bytes stay valid
// for as long as the descriptor is open.
#pragma once

#include <cstdint>
#include <memory>

#include "runtime/unique_fd.h"

namespace vitrine {

struct OpenFile {
  UniqueFd fd;
  std::uint64_t bytes = 0;
};

using SharedFile = std::shared_ptr<const OpenFile>;

}  // namespace vitrine
