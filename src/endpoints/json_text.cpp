#include "endpoints/json_text.h"

#include <fmt/format.h>

namespace vitrine::endpoints {

void append_json_text(std::string& to, std::string_view text) {
  to.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      to.push_back('\\');
      to.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<int>(c));
    } else {
      to.push_back(c);
    }
  }
  to.push_back('"');
}

}  // namespace vitrine::endpoints
