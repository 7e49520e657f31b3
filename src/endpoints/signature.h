// Signed targets: a request target that ends in `&sig=` (or `?sig=`) and the base64url text,
// without padding, of HMAC-SHA256(key, salt + everything of the target before that `&sig=`), as it
// stands in the request line. Nothing may follow. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::endpoints {

// What `sig=` must be for a target that has none yet.
std::string signature_of(std::string_view target, std::string_view key, std::string_view salt);

// Does it end in a signature, right or wrong?
bool is_signed(std::string_view target);

// not_allowed for a signed target whose signature is wrong, or while there is no key.
Result<void> check_signature(std::string_view target, std::string_view key, std::string_view salt);

}  // namespace vitrine::endpoints
