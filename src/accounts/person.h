// Who has an account.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.h"

namespace vitrine::accounts {

// Viewers see sales, queues and campaigns; operators also change them.
enum class Role : std::uint8_t { viewer, operator_ };  // NOLINT: `operator` is a keyword

std::string_view name(Role role);
std::optional<Role> role_named(std::string_view text);

struct Person {
  // Random, and never given to another one.
  std::string id;
  // As it was typed.
  std::string name;
  // fold_name(name): two people never have the same.
  std::string folded;
  // What crypto::hash_password() wrote.
  std::string password;
  Role role = Role::viewer;
  WallTime created{};
};

}  // namespace vitrine::accounts
