// What a Redis server says of itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"

namespace vitrine::store::redis {

struct ServerFacts {
  std::string version;
  // Another one after every start of the server.
  std::string run;
  bool replica = false;
  bool read_only = false;
  bool loading = false;
  bool append_only = false;
  std::string eviction;
};

// `info` is the answer to INFO.
ServerFacts facts_in(std::string_view info);

// unavailable: it cannot be written to now. Too old is said as well.
Result<void> check_usable(const ServerFacts& facts);

// What works, but may lose what was counted: sentences for the log.
std::vector<std::string> worries(const ServerFacts& facts);

}  // namespace vitrine::store::redis
