#include "store/redis/state_rows.h"

#include <string>

#include "failure/check.h"
#include "store/redis/keys.h"

namespace vitrine::store::redis {

void add_states(const std::vector<tallies::Saved>& states, Command& keys, Command& arguments) {
  for (const auto& state : states) {
    check(!state.key.empty() && state.key.size() <= tallies::Log::kKeyBytesMax,
          "a key has 1 to kKeyBytesMax bytes");
    const auto bucket = bucket_of(state.key);
    keys.push_back(bucket_key(bucket));
    arguments.push_back(std::to_string(bucket));
    arguments.push_back(state.key);
    arguments.push_back(state.state);
  }
}

}  // namespace vitrine::store::redis
