// Bytes on their way out: a fixed buffer that appends never overrun.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>

#include "failure/check.h"

namespace vitrine::http {

// Lives on: its loop. Each shard has one, for whichever connection is running; it is emptied (sent,
// or the rest moved into the connection) before that one suspends.
class OutBuffer {
 public:
  explicit OutBuffer(std::size_t capacity)
      : capacity_(capacity), bytes_(std::make_unique_for_overwrite<char[]>(capacity)) {}

  std::size_t free() const { return capacity_ - used_; }

  std::size_t capacity() const { return capacity_; }

  bool empty() const { return used_ == 0; }

  std::string_view view() const { return {bytes_.get(), used_}; }

  void clear() { used_ = 0; }

  // Writes at most `most` bytes, which fit: `write` gets the place where they go and returns the
  // end.
  template <class Write>
  void append_with(std::size_t most, Write write) {
    check(most <= free(), "what is appended to the out buffer fits");
    const char* const end = write(bytes_.get() + used_);
    used_ = static_cast<std::size_t>(end - bytes_.get());
    check(used_ <= capacity_, "what was appended to the out buffer did fit");
  }

  // The caller has made sure that it fits.
  void append(std::string_view text) {
    check(text.size() <= free(), "what is appended to the out buffer fits");
    // Not memcpy: an empty view may have no address.
    text.copy(bytes_.get() + used_, text.size());
    used_ += text.size();
  }

 private:
  const std::size_t capacity_;
  std::size_t used_ = 0;
  std::unique_ptr<char[]> bytes_;
};

}  // namespace vitrine::http
