#include "http/event_stream.h"

#include <algorithm>

namespace vitrine::http {

std::string event_text(std::string_view id, std::string_view data) {
  std::string text;
  text.reserve(id.size() + data.size() + 32);
  if (!id.empty()) {
    text += "id: ";
    text += id;
    text += '\n';
  }
  while (true) {
    // A carriage return ends a line too, alone or before a line feed.
    const auto end = std::min(data.find_first_of("\r\n"), data.size());
    text += "data: ";
    text += data.substr(0, end);
    text += '\n';
    if (end == data.size()) break;
    const bool both = data.substr(end).starts_with("\r\n");
    data.remove_prefix(end + (both ? 2 : 1));
  }
  text += '\n';
  return text;
}

std::string retry_text(std::chrono::milliseconds after) {
  return "retry: " + std::to_string(after.count()) + "\n\n";
}

}  // namespace vitrine::http
