// A folder under the system's temporary one that is removed with its contents.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace vitrine::service {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Makes the folders on the way.
  void write(const std::filesystem::path& name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& path);
// Regular files below `folder`; 0 when it is not there.
std::size_t count_files(const std::filesystem::path& folder);

}  // namespace vitrine::service
