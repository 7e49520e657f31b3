// Keys with which programs come instead of people.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/refusal.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

// What may be done. An operator may do everything.
enum class Right : std::uint8_t {
  view,             // see sales, queues, campaigns
  write_purchases,  // send purchases
  operate,          // change campaigns, purge, give keys
};

class Scopes {
 public:
  Scopes() = default;

  constexpr Scopes(std::initializer_list<Right> rights) {
    for (const auto right : rights) bits_ |= bit(right);
  }

  constexpr bool allow(Right right) const {
    return (bits_ & (bit(right) | bit(Right::operate))) != 0;
  }

  constexpr bool empty() const { return bits_ == 0; }

  void add(Right right) { bits_ |= bit(right); }

  // "read purchases:write", in the order of Right.
  std::string text() const;

  friend bool operator==(const Scopes&, const Scopes&) = default;

 private:
  friend Outcome<Scopes> parse_scopes(std::string_view text);

  static constexpr unsigned bit(Right right) { return 1U << static_cast<unsigned>(right); }

  unsigned bits_ = 0;
};

// Words "read", "purchases:write", "operator" with commas or blanks between them, at least one.
// invalid: names the word that is none of them.
Outcome<Scopes> parse_scopes(std::string_view text);

struct ApiKey {
  // Random, for lists and for revoking; no secret.
  std::string id;
  // What it is for, in the words of whoever made it.
  std::string name;
  Scopes scopes;
  WallTime created;
  // To the minute; absent while nobody has used it.
  std::optional<WallTime> used;
  std::optional<WallTime> revoked;
};

}  // namespace vitrine::accounts
