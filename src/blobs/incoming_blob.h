// A blob whose bytes are still arriving: written in pieces, digested on the way, and kept under a
// name once it is whole. What is not kept leaves nothing behind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/digest.h"
#include "failure/result.h"
#include "runtime/open_file.h"
#include "runtime/task.h"

namespace vitrine::blobs {

// Lives on: one job, which awaits one call before it makes the next. May be destroyed on an event
// loop: what it leaves is tidied up elsewhere.
class IncomingBlob {
 public:
  IncomingBlob() = default;
  virtual ~IncomingBlob() = default;
  IncomingBlob(const IncomingBlob&) = delete;
  IncomingBlob& operator=(const IncomingBlob&) = delete;

  // Behind what was written before. `bytes` stays valid until the task ends. A full disk is
  // unavailable; then it cannot be kept any more.
  virtual Task<Result<void>> write(std::string_view bytes) = 0;

  virtual std::uint64_t bytes() const = 0;
  // Of all that was written.
  virtual crypto::Sha256 digest() = 0;
  // What was written, for reading; it must not be written to afterwards.
  virtual Task<Result<SharedFile>> read() = 0;

  // Makes it a blob that survives a loss of power, whatever the store does with others. What has
  // that name is replaced. May be called again, with another name.
  virtual Task<Result<void>> keep(std::string name) = 0;
  // As keep(), but false, and nothing has changed, when the name is taken. Of all who ask for a
  // name at once, one gets it.
  virtual Task<Result<bool>> keep_as_new(std::string name) = 0;
};

}  // namespace vitrine::blobs
