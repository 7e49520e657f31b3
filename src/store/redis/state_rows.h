// States on their way into their buckets: the keys and arguments of the scripts that write them.
#pragma once

#include <vector>

#include "store/redis/connection.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

// Behind what the script wants first.
void add_states(const std::vector<tallies::Saved>& states, Command& keys, Command& arguments);

}  // namespace vitrine::store::redis
