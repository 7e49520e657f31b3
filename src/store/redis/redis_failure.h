// What it means to whoever asked the store for something that Redis refused or did not answer.
#pragma once

#include <stdexcept>
#include <string_view>

#include "failure/failure.h"
#include "store/redis/address.h"

namespace vitrine::store::redis {

// `text` is what Redis said, which goes into `detail`. All of them are `unavailable`.
Failure refused_by_redis(std::string_view text);

// The connection is no longer of use. What was sent last may have been done or not.
enum class Broken : std::uint8_t { unreachable, ended, too_slow, not_understood };
Failure broken_connection(Broken how, std::string_view detail);

// Why the store cannot start, for whoever operates it: where, what is wrong, what to do.
std::runtime_error start_error(const RedisAddress& address, const Failure& failure);

}  // namespace vitrine::store::redis
