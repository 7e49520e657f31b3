// Names of uploads: from what a stranger's computer calls a file to one safe path segment. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "images/recipe.h"

namespace vitrine::endpoints {

// Of the longest name, with its extension and the suffix of another of the same name.
inline constexpr std::size_t kUploadNameBytesMax = 128;

// The last segment of the path that `given` may be ('/' and '\' separate), without control
// characters, marks that turn the direction of writing, and the signs that some system does not
// allow in names; without dots and blanks at either end; cut to the limit between two characters;
// never empty. Its extension is one of `format`: another one of a picture is replaced, and it is
// added where there is none. Everything else stays as it is, accents as they were composed.
std::string upload_name(std::string_view given, images::Format format);

// "cat-2.png" of "cat.png" and "2".
std::string name_with_suffix(std::string_view name, std::string_view suffix);

// Of a name that upload_name() has made.
images::Format format_of_name(std::string_view name);

}  // namespace vitrine::endpoints
