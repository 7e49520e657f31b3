// Which line each key of a JSON text stands on. Boost.JSON's values do not remember.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "failure/result.h"

namespace vitrine::app {

struct JsonWithLines {
  boost::json::value value;
  // By dotted path: "limits.render_queue" -> 7.
  std::map<std::string, int> lines;
  // Paths that stand there more than once, where all but the last would be lost without a word.
  std::vector<std::string> repeated;
};

// bad_request: "line 7: syntax error".
Result<JsonWithLines> parse_with_lines(std::string_view text);

}  // namespace vitrine::app
