// Bytes that many readers share and nobody changes: a cached picture, a response body, a message.
#pragma once

#include <memory>
#include <string>
#include <utility>

namespace vitrine {

using SharedBytes = std::shared_ptr<const std::string>;

inline SharedBytes share(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

}  // namespace vitrine
