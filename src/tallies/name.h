// The names that strangers choose: of pages, campaigns and items.
#pragma once

#include <cstddef>
#include <string_view>

#include "failure/result.h"

namespace vitrine::tallies {

inline constexpr std::size_t kNameBytesMax = 128;

// 1 to 128 bytes of UTF-8 without control characters, and neither "." nor "..", which clients
// resolve away. `what` ("page", "campaign", "item") begins the message. bad_request otherwise.
Result<void> check_name(std::string_view what, std::string_view name);

}  // namespace vitrine::tallies
