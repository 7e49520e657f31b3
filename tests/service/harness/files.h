// The files that a test gives to the programs it starts, and finds there afterwards.
#pragma once

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "await/temporary_folder.h"

namespace vitrine::service {

using testing::contents;
using testing::TemporaryFolder;

// Regular files below `folder`; 0 when it is not there.
inline std::size_t count_files(const std::filesystem::path& folder) {
  std::size_t count = 0;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator entry{folder, failed};
  while (!failed && entry != std::filesystem::recursive_directory_iterator{}) {
    // A file may be renamed or removed between the listing and the question.
    std::error_code gone;
    if (entry->is_regular_file(gone)) ++count;
    entry.increment(failed);
  }
  return count;
}

}  // namespace vitrine::service
