// Looks names up by view.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace vitrine::tallies {

struct TextHash {
  using is_transparent = void;

  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace vitrine::tallies
