// The blocking walks through FolderStore's folders. Files whose names no blob can have (the
// temporary folder, other people's files, links) are neither listed nor removed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "blobs/blob_store.h"
#include "failure/result.h"

namespace vitrine::blobs {

// `under` is a blob name, or "" for the whole store. A folder that is not there has no blobs.
Result<std::vector<BlobInfo>> list_files(const std::filesystem::path& folder,
                                         const std::string& under);
Result<std::uint64_t> remove_files(const std::filesystem::path& folder, const std::string& under);

}  // namespace vitrine::blobs
