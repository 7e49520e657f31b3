// Looks for the end of a head (an empty line) while its bytes arrive, and for what no later byte
// can mend: a line end without CR, a folded line. Each byte is looked at once, however the head is
// cut.
#pragma once

#include <cstddef>
#include <string_view>

namespace vitrine::http {

class HeadScan {
 public:
  enum class State : std::uint8_t {
    more,         // no end yet
    complete,     // the head is the first head_bytes() bytes
    bare_feed,    // an LF without its CR
    folded_line,  // a line that begins with a blank (obsolete folding)
  };

  // `bytes` begins where the head begins and is at least as long as in the call before.
  State look(std::string_view bytes);

  std::size_t head_bytes() const { return next_; }

  bool line_seen() const { return line_seen_; }

  // Has nothing been looked at yet?
  bool fresh() const { return from_ == 0; }

  void reset() { *this = {}; }

 private:
  std::size_t next_ = 0;  // where the line begins that has no end yet
  std::size_t from_ = 0;  // where to look for its end
  bool line_seen_ = false;
};

}  // namespace vitrine::http
