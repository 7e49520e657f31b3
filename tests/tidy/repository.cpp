#include "tidy/repository.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace vitrine::tidy {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> kFolders = {
    "src", "tests", "fuzz", "bench", "docs", "cmake", "config"};
constexpr std::array<std::string_view, 6> kExtensions = {
    ".h", ".cpp", ".md", ".cmake", ".json", ".txt"};

void read_file(const fs::path& root, const fs::path& path, Repository& files) {
  const auto extension = path.extension().string();
  if (std::ranges::find(kExtensions, extension) == kExtensions.end()) return;
  std::ifstream in(path, std::ios::binary);
  files.push_back({fs::relative(path, root).generic_string(),
                   {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
}

}  // namespace

std::string File::top() const {
  return path.substr(0, path.find('/'));
}

std::string File::room() const {
  const auto first = path.find('/');
  return first == std::string::npos ? "" : room_of(std::string_view(path).substr(first + 1));
}

std::string room_of(std::string_view path) {
  constexpr std::string_view kStore = "store/";
  const auto end = path.find('/');
  if (end == std::string_view::npos) return {};
  if (!path.starts_with(kStore)) return std::string(path.substr(0, end));
  const auto below = room_of(path.substr(kStore.size()));
  return below.empty() ? "store" : "store_" + below;
}

std::string File::name() const {
  return fs::path(path).filename().string();
}

std::string File::stem() const {
  return fs::path(path).stem().string();
}

std::string File::extension() const {
  return fs::path(path).extension().string();
}

Repository read_repository(const fs::path& root) {
  Repository files;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.is_regular_file()) read_file(root, entry.path(), files);
  }
  for (const auto folder : kFolders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) read_file(root, entry.path(), files);
    }
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

const File* find(const Repository& repository, std::string_view path) {
  const auto found = std::ranges::find(repository, path, &File::path);
  return found == repository.end() ? nullptr : &*found;
}

void each_line(std::string_view text, const std::function<void(std::string_view, int)>& visit) {
  int number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end), ++number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string finding(const File& file, int line, const std::string& what) {
  return file.path + ":" + std::to_string(line) + ": " + what;
}

}  // namespace vitrine::tidy
