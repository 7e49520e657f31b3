// The JSON of configuration files: with comments and trailing commas, and no deeper than one needs.
#pragma once

#include <boost/json/parse_options.hpp>

namespace vitrine::app {

inline boost::json::parse_options json_options() {
  boost::json::parse_options options;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  options.max_depth = 8;
  return options;
}

}  // namespace vitrine::app
