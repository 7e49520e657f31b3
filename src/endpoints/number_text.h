// Numbers as people read them. Pure; any thread.
#pragma once

#include <algorithm>
#include <string>

namespace vitrine::endpoints {

// "1234567.50" as "1,234,567.50".
inline std::string grouped_digits(std::string digits) {
  for (auto at = std::min(digits.find('.'), digits.size()); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace vitrine::endpoints
