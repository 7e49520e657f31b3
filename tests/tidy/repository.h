// The files of this repository as values, so that every check can be tried on a few lines of inline
// text as well.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::tidy {

struct File {
  // From the root of the repository: "src/http/server.h".
  std::string path;
  std::string text;

  // "src", "http", "server.h", "server", ".h" of the path above. The folder `store` has a room in
  // each of its folders: that of "src/store/redis/script.h" is "store_redis", like its library.
  std::string top() const;
  std::string room() const;
  std::string name() const;
  std::string stem() const;
  std::string extension() const;

  bool is_header() const { return extension() == ".h"; }

  bool is_cpp() const { return extension() == ".cpp"; }

  bool is_code() const { return is_header() || is_cpp(); }

  bool is_document() const { return extension() == ".md"; }
};

// The same of a path below src or tests, as an #include has it: "http/server.h". Empty when the
// path has no folder.
std::string room_of(std::string_view path);

using Repository = std::vector<File>;

// What is wrong, each with the file and often the line where: "src/a/b.cpp:7: …".
using Findings = std::vector<std::string>;

// Reads everything that people wrote: sources, tests, CMake files and documents.
Repository read_repository(const std::filesystem::path& root);

const File* find(const Repository& repository, std::string_view path);

// Calls `visit` with each line, without its end, and its number from 1.
void each_line(std::string_view text, const std::function<void(std::string_view, int)>& visit);

std::string finding(const File& file, int line, const std::string& what);

}  // namespace vitrine::tidy
