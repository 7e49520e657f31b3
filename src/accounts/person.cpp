#include "accounts/person.h"

namespace vitrine::accounts {

std::string_view name(Role role) {
  return role == Role::operator_ ? "operator" : "viewer";
}

std::optional<Role> role_named(std::string_view text) {
  for (const auto role : {Role::viewer, Role::operator_}) {
    if (name(role) == text) return role;
  }
  return std::nullopt;
}

}  // namespace vitrine::accounts
