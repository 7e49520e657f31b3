// A book as a log sees it that is elsewhere and tailed into it. Calls block, but for after(); they
// come from one thread of the log, one at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sales/log.h"

namespace vitrine::sales {

// Lives on: any thread.
class Mirror {
 public:
  virtual ~Mirror() = default;

  // Of what it was folded from last.
  virtual Mark mark() const = 0;
  // The purchase at an offset, to see whether the log still says the same.
  virtual Result<std::optional<Purchase>> at(Offset offset) = 0;
  // Those that follow, in order and without a gap, all or none. unavailable: the disk.
  virtual Result<void> add(std::vector<Recorded> recorded) = 0;
  // Forgets everything: the log is another one.
  virtual Result<void> begin_anew(std::string epoch) = 0;
  // Blocks nobody; from any thread.
  virtual Task<Result<std::vector<Recorded>>> after(Offset offset, std::size_t n) = 0;
};

}  // namespace vitrine::sales
