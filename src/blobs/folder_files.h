// The blocking half of FolderStore: one file per blob. Every function may be called from any thread
// and any process at once; `folder` is the store's, `name` is a blob name that was checked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "blobs/blob_store.h"
#include "failure/result.h"

namespace vitrine::blobs {

// Where files are written before they get their name. On the store's own file system, because
// rename(2) does not cross file systems, and hidden, so that it can be no blob's.
std::filesystem::path temporary_folder(const std::filesystem::path& folder);

Result<void> put_file(const std::filesystem::path& folder,
                      const std::string& name,
                      std::string_view bytes,
                      bool fsync);
// Gives `file`, which is on the store's file system and was synced, one more name, which survives a
// loss of power. What has it is replaced; name_new_file() answers false instead.
Result<void> name_file(const std::filesystem::path& folder,
                       const std::filesystem::path& file,
                       const std::string& name);
Result<bool> name_new_file(const std::filesystem::path& folder,
                           const std::filesystem::path& file,
                           const std::string& name);
Result<std::optional<Blob>> open_file(const std::filesystem::path& folder, const std::string& name);
void touch_file(const std::filesystem::path& folder, const std::string& name);
// Removes the folders above it as well when they are empty now.
Result<bool> remove_file(const std::filesystem::path& folder, const std::string& name);

// Removes `lowest` and the folders above it, up to the store's own, as far as they are empty.
// Leaves them when somebody is just making folders: an empty folder is no harm.
void remove_empty_folders(const std::filesystem::path& folder, const std::filesystem::path& lowest);

// Makes the store's folders, shows that a file can be written, and removes temporary files that are
// an hour older than that file. Throws std::runtime_error.
void prepare_folder(const std::filesystem::path& folder);

}  // namespace vitrine::blobs
