// One original at one moment. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "runtime/clock.h"
#include "runtime/open_file.h"
#include "runtime/shared_bytes.h"

namespace vitrine::delivery {

// Where the bytes of an original are. At most one of the two is set; neither when nobody has needed
// the bytes yet.
struct OriginalBytes {
  SharedBytes bytes;
  SharedFile file;
  // Of the first byte in `file`, behind the head that we wrote.
  std::size_t offset = 0;

  static OriginalBytes in_memory(SharedBytes bytes) { return {std::move(bytes), nullptr, 0}; }

  static OriginalBytes in_file(SharedFile file, std::size_t offset) {
    return {nullptr, std::move(file), offset};
  }

  bool at_hand() const { return bytes != nullptr || file != nullptr; }
};

struct Original {
  // Part of the names and ETags of everything made from it.
  std::string version;
  WallTime modified;
  // Until then its origin need not be asked about it.
  SteadyTime fresh_until;
  // See purges.h.
  std::uint64_t generation = 0;
  OriginalBytes body;
};

}  // namespace vitrine::delivery
