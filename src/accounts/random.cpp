#include "accounts/random.h"

#include "crypto/token.h"

namespace vitrine::accounts {

std::string new_token(const Random& random) {
  return crypto::base64url(random(32));
}

std::string new_id(const Random& random) {
  return crypto::base64url(random(12));
}

}  // namespace vitrine::accounts
