// A session: one login of one person, and the tokens that prove it.
//
// A session has a *session token*, which is shown with each request and dies when it is not used
// for an hour, and a *refresh token*, which is used once, for a new pair. Both are 256 random bits;
// only their SHA-256 is stored. A refresh token that was spent is remembered: whoever uses it
// again, a few seconds later, stole it or was robbed, and the session ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/person.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

// Who is asking, as far as the connection tells.
struct Visitor {
  std::string address;
  std::string agent;
};

// The 32 bytes of a token's SHA-256.
using TokenHash = std::string;
TokenHash hash_token(std::string_view token);

// As stores keep them.
WallTime to_milliseconds(WallTime time);

struct Session {
  // Random, for lists and for ending it; no secret.
  std::string id;
  std::string person;
  WallTime created;
  // Its last use, to a minute at worst.
  WallTime seen;
  // From then on not even its refresh token works.
  WallTime ends;
  // Of the login, cut to kAddressBytesMax and kAgentBytesMax.
  std::string address;
  std::string agent;
};

inline constexpr std::size_t kAddressBytesMax = 64;
inline constexpr std::size_t kAgentBytesMax = 200;

// What a session token stands for.
struct LiveSession {
  Session session;
  std::string name;
  Role role = Role::viewer;
  // When a refresh replaced the token; absent for the newest one.
  std::optional<WallTime> spent;
};

struct SessionRules {
  std::chrono::seconds idle_max{3600};
  std::chrono::seconds refresh_max = std::chrono::days{30};
  // From the login on, however often it is refreshed.
  std::chrono::seconds session_max = std::chrono::days{90};
  // A spent token works for so long, for the request that was under way, and for the client whose
  // answer was lost.
  std::chrono::milliseconds grace{5000};
};

// Does its session token work at `now`? `seen` may be later than what is stored.
bool is_live(const LiveSession& live, WallTime seen, WallTime now, const SessionRules& rules);

// When a session ends that was refreshed at `now`.
WallTime end_of(WallTime created, WallTime now, const SessionRules& rules);

// What becomes of a refresh token that somebody shows.
enum class Refresh : std::uint8_t {
  fresh,    // a new pair takes the place of every one before
  again,    // within the grace: a new pair beside those that took its place
  refused,  // the same, but too often
  reused,   // after the grace: the session ends
};

// A browser with many windows asks a few times at once; more is no lost answer.
inline constexpr std::size_t kUnspentMax = 8;

// `unspent`: refresh tokens of the session that nobody has used yet.
Refresh judge_refresh(std::optional<WallTime> spent,
                      std::size_t unspent,
                      WallTime now,
                      const SessionRules& rules);

}  // namespace vitrine::accounts
