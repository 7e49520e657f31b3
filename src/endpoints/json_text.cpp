#include "endpoints/json_text.h"

#include "json/text.h"

namespace vitrine::endpoints {

void append_json_text(std::string& to, std::string_view text) {
  json::append_text(to, text);
}

}  // namespace vitrine::endpoints
