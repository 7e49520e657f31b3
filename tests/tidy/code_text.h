// C++ as a lint sees it: code without comments and texts, and what it includes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::tidy {

// The same text with comments and the contents of string and character literals as spaces, so that
// lines and columns stay. #include lines keep their path.
std::string code_only(std::string_view text);

// The text with everything but comments as spaces.
std::string comments_only(std::string_view text);

struct Include {
  std::string path;
  bool quoted;  // "…" and not <…>
  int line;
};

std::vector<Include> includes_of(std::string_view text);

}  // namespace vitrine::tidy
