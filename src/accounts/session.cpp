#include "accounts/session.h"

#include <algorithm>

#include "crypto/digest.h"

namespace vitrine::accounts {

TokenHash hash_token(std::string_view token) {
  const auto digest = crypto::sha256(token);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

WallTime to_milliseconds(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time);
}

bool is_live(const LiveSession& live, WallTime seen, WallTime now, const SessionRules& rules) {
  if (live.spent && now >= *live.spent + rules.grace) return false;
  return now < live.session.ends && now < seen + rules.idle_max;
}

WallTime end_of(WallTime created, WallTime now, const SessionRules& rules) {
  return std::min(created + rules.session_max, now + rules.refresh_max);
}

Refresh judge_refresh(std::optional<WallTime> spent,
                      std::size_t unspent,
                      WallTime now,
                      const SessionRules& rules) {
  if (!spent) return Refresh::fresh;
  if (now >= *spent + rules.grace) return Refresh::reused;
  return unspent < kUnspentMax ? Refresh::again : Refresh::refused;
}

}  // namespace vitrine::accounts
