// What the first bytes of an upload say that it is. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "failure/result.h"
#include "images/recipe.h"

namespace vitrine::endpoints {

// So many are looked at, or the whole file where it is shorter.
inline constexpr std::size_t kTypeBytes = 512;

// `bytes` are the first kTypeBytes of a file, or all of it. media_type: it is no picture of ours,
// whatever its name says; the message names what it is, where that is known.
Result<images::Format> upload_type(std::string_view bytes);

}  // namespace vitrine::endpoints
