// A Lua script, which Redis runs whole and alone.
#pragma once

#include <string>

namespace vitrine::store::redis {

struct Script {
  std::string text;
};

}  // namespace vitrine::store::redis
