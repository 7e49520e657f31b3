// Where Redis is and who we are there, as the configuration says it:
//
//   redis://[user:password@]host[:port][/database]
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::store::redis {

struct RedisAddress {
  std::string host;
  std::uint16_t port = 6379;
  // Empty: the default user, who may have a password.
  std::string user = {};
  std::string password = {};
  unsigned database = 0;
};

// User and password may hold %XX. bad_request says what is wrong, and never repeats anything that
// stands before the last @.
Result<RedisAddress> parse_redis_address(std::string_view text);

// For the log: without user and password.
std::string shown(const RedisAddress& address);

}  // namespace vitrine::store::redis
