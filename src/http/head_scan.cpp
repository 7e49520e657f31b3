#include "http/head_scan.h"

#include <cstring>

namespace vitrine::http {

HeadScan::State HeadScan::look(std::string_view bytes) {
  while (from_ < bytes.size()) {
    const void* found = std::memchr(bytes.data() + from_, '\n', bytes.size() - from_);
    if (found == nullptr) {
      from_ = bytes.size();
      return State::more;
    }
    const auto feed = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (feed == 0 || bytes[feed - 1] != '\r') return State::bare_feed;
    const bool empty_line = feed == next_ + 1;
    // The first byte of a line says whether it is folded onto the one before; without it, this line
    // end is looked at again.
    if (!empty_line && feed + 1 == bytes.size()) {
      from_ = feed;
      line_seen_ = true;
      return State::more;
    }
    line_seen_ = true;
    next_ = feed + 1;
    from_ = next_;
    if (empty_line) return State::complete;
    if (bytes[next_] == ' ' || bytes[next_] == '\t') return State::folded_line;
  }
  return State::more;
}

}  // namespace vitrine::http
