#include "tidy/cmake_text.h"

#include <algorithm>
#include <cctype>

#include "tidy/repository.h"

namespace vitrine::tidy {

namespace {

std::string without_comments(std::string_view text) {
  std::string out;
  each_line(text, [&](std::string_view line, int) {
    out += line.substr(0, line.find('#'));
    out += '\n';
  });
  return out;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const auto from = text.find_first_not_of(" \n\t\r");
    if (from == std::string_view::npos) return out;
    const auto to = std::min(text.find_first_of(" \n\t\r", from), text.size());
    out.emplace_back(text.substr(from, to - from));
    text.remove_prefix(to);
  }
}

bool is_keyword(const std::string& word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

}  // namespace

std::vector<std::string> CmakeCall::behind(std::string_view keyword) const {
  std::vector<std::string> out;
  auto word = std::ranges::find(arguments, keyword);
  if (word == arguments.end()) return out;
  for (++word; word != arguments.end() && !is_keyword(*word); ++word) out.push_back(*word);
  return out;
}

std::vector<CmakeCall> cmake_calls(std::string_view text) {
  const auto code = without_comments(text);
  std::vector<CmakeCall> calls;
  std::size_t at = 0;
  while (true) {
    const auto open = code.find('(', at);
    const auto close = code.find(')', open);
    if (open == std::string::npos || close == std::string::npos) return calls;
    const auto before = words(std::string_view(code).substr(at, open - at));
    if (!before.empty()) {
      calls.push_back(
          {before.back(), words(std::string_view(code).substr(open + 1, close - open - 1))});
    }
    at = close + 1;
  }
}

}  // namespace vitrine::tidy
