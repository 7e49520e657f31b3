// The command line behind the name of the command: settings, `-e NAME`, the command's own flags,
// and what is left.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/given.h"
#include "failure/result.h"

namespace vitrine::app {

struct Arguments {
  // --server-port 7100, --limits.render-queue=5, --gallery: '.', '-' and '_' are all the same.
  std::vector<Given> settings;
  // -e NAME: the file config/NAME.json.
  std::optional<std::string> environment;
  // --sizes w500.webp: flags of the command itself, without their dashes; the last one counts.
  std::map<std::string, std::string> own;
  // What is no flag, and everything behind "--".
  std::vector<std::string> operands;
};

// `own_flags` are the names of the command's own flags; each takes a value, or none when its name
// ends in '!'. bad_request for a flag
// that nobody knows, with the nearest one, and for one without its value.
Result<Arguments> parse_arguments(const std::vector<std::string>& arguments,
                                  const std::vector<std::string>& own_flags = {});

// The value of one of the command's own flags; `otherwise` when it is not given.
std::string own_flag(const Arguments& arguments,
                     const std::string& name,
                     const std::string& otherwise = {});

}  // namespace vitrine::app
