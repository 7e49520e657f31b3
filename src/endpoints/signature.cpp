#include "endpoints/signature.h"

#include <optional>

#include "crypto/digest.h"
#include "crypto/token.h"

namespace vitrine::endpoints {

namespace {

// The target up to its signature, and the signature; absent when there is none at its end.
struct Signed {
  std::string_view target;
  std::string_view signature;
};

std::optional<Signed> split_signature(std::string_view target) {
  const auto at = target.rfind("sig=");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  if (target[at - 1] != '&' && target[at - 1] != '?') return std::nullopt;
  return Signed{target.substr(0, at - 1), target.substr(at + 4)};
}

}  // namespace

std::string signature_of(std::string_view target, std::string_view key, std::string_view salt) {
  std::string message(salt);
  message += target;
  const auto mac = crypto::hmac_sha256(key, message);
  return crypto::base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

bool is_signed(std::string_view target) {
  return split_signature(target).has_value();
}

Result<void> check_signature(std::string_view target, std::string_view key, std::string_view salt) {
  if (key.empty()) {
    return fail(FailureKind::not_allowed, "Signed URLs are off: signing.key is not configured");
  }
  const auto parts = split_signature(target);
  if (parts &&
      crypto::equal_in_constant_time(signature_of(parts->target, key, salt), parts->signature)) {
    return {};
  }
  return fail(FailureKind::not_allowed, "The signature of this URL is wrong");
}

}  // namespace vitrine::endpoints
