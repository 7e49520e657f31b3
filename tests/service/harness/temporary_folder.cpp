#include "service/harness/temporary_folder.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace vitrine::service {

TemporaryFolder::TemporaryFolder() {
  auto name = (std::filesystem::temp_directory_path() / "vitrine-service-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  path_ = name;
  // nginx gives its workers' user away when started by root; its files must stay readable.
  std::filesystem::permissions(
      path_,
      std::filesystem::perms::owner_all | std::filesystem::perms::group_read |
          std::filesystem::perms::group_exec | std::filesystem::perms::others_read |
          std::filesystem::perms::others_exec);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::filesystem::path& name, std::string_view bytes) const {
  const auto file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream{file, std::ios::binary};
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

std::size_t count_files(const std::filesystem::path& folder) {
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
