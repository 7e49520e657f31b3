// The calls of a CMake file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::tidy {

struct CmakeCall {
  std::string function;
  std::vector<std::string> arguments;

  // What stands between `keyword` and the next word in capitals.
  std::vector<std::string> behind(std::string_view keyword) const;
};

std::vector<CmakeCall> cmake_calls(std::string_view text);

}  // namespace vitrine::tidy
