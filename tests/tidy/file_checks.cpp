#include "tidy/file_checks.h"

#include <algorithm>
#include <array>
#include <set>

#include "tidy/code_text.h"

namespace vitrine::tidy {

namespace {

constexpr std::array<std::string_view, 9> kDrawers = {
    "util", "utils", "utility", "common", "helper", "helpers", "manager", "misc", "stuff"};

// How others include it: from src, or from tests.
std::string include_path(const File& file) {
  return file.path.substr(file.path.find('/') + 1);
}

bool has_drawer(std::string_view name) {
  while (!name.empty()) {
    const auto end = std::min(name.find('_'), name.size());
    if (std::ranges::find(kDrawers, name.substr(0, end)) != kDrawers.end()) return true;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return false;
}

}  // namespace

Findings check_lengths(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_code()) continue;
    const auto lines = std::ranges::count(file.text, '\n');
    if (lines <= kLinesMax) continue;
    findings.push_back(file.path + ": has " + std::to_string(lines) + " lines; the limit is " +
                       std::to_string(kLinesMax));
  }
  return findings;
}

Findings check_names(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (file.is_code() && (has_drawer(file.stem()) || has_drawer(file.room()))) {
      findings.push_back(file.path + ": is a drawer for everything; name what is in it");
    }
  }
  return findings;
}

Findings check_dead_headers(const Repository& repository) {
  std::set<std::string> included;
  for (const auto& file : repository) {
    if (!file.is_code()) continue;
    const auto folder = file.path.substr(0, file.path.rfind('/') + 1);
    for (const auto& include : includes_of(file.text)) {
      included.insert(include.path);
      included.insert(folder + include.path);
    }
  }
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_header()) continue;
    if (included.contains(include_path(file)) || included.contains(file.path)) continue;
    findings.push_back(file.path + ": nobody includes it");
  }
  return findings;
}

Findings check_header_heads(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_header()) continue;
    if (!file.text.starts_with("//")) findings.push_back(file.path + ": does not say what it is");
    const auto code = code_only(file.text);
    const auto first = code.find_first_not_of(" \n");
    if (first == std::string::npos ||
        !std::string_view(code).substr(first).starts_with("#pragma once")) {
      findings.push_back(file.path + ": has no #pragma once in front of its code");
    }
  }
  return findings;
}

Findings check_own_header_first(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_cpp()) continue;
    const auto path = include_path(file);
    const auto own = path.substr(0, path.size() - 4) + ".h";
    const auto includes = includes_of(file.text);
    const auto found = std::ranges::find(includes, own, &Include::path);
    if (found == includes.end() || found == includes.begin()) continue;
    findings.push_back(finding(file, found->line, "includes its own header after others"));
  }
  return findings;
}

}  // namespace vitrine::tidy
