// What an error number of the file system means to whoever asked for a blob.
#pragma once

#include <filesystem>
#include <string_view>

#include "failure/failure.h"

namespace vitrine::blobs {

// Always unavailable: the disk is ours, so the caller can do nothing about it. `call` and `path`
// are for the log only.
Failure disk_failure(int error, std::string_view call, const std::filesystem::path& path);

}  // namespace vitrine::blobs
