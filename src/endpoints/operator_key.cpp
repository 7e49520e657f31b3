#include "endpoints/operator_key.h"

#include "crypto/token.h"

namespace vitrine::endpoints {

Result<void> check_operator(const http::Request& request, std::string_view key) {
  if (key.empty()) {
    return fail(FailureKind::not_allowed,
                "This needs the operator's key, and operator_key is not configured");
  }
  constexpr std::string_view kScheme = "Bearer ";
  const auto given = request.header("Authorization").value_or(std::string_view{});
  if (given.starts_with(kScheme) &&
      crypto::equal_in_constant_time(given.substr(kScheme.size()), key)) {
    return {};
  }
  return fail(FailureKind::not_allowed, "This needs the operator's key as a Bearer token");
}

}  // namespace vitrine::endpoints
