// Pictures in a folder that programs beside us share with us, by their paths. Blocking: for a
// pool's threads.
#pragma once

#include <string>
#include <string_view>

#include "failure/result.h"
#include "images/recipe.h"
#include "runtime/open_file.h"

namespace vitrine::app {

// `path` is inside `folder`, absolute or relative to it. not_allowed: it is not, also through a
// symbolic link, or there is no such folder. not_found: there is no such file.
Result<SharedFile> open_in_folder(const std::string& folder, const std::string& path);
// Written beside it, and renamed: nobody sees a part of it.
Result<void> put_in_folder(const std::string& folder,
                           const std::string& path,
                           std::string_view bytes);

// By its bytes. unsupported: it is no picture of ours.
Result<images::Format> format_of(const OpenFile& file);

}  // namespace vitrine::app
