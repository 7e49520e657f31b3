#include "store/redis/epoch.h"

#include <random>

#include <fmt/format.h>

#include "store/redis/stream_position.h"

namespace vitrine::store::redis {

std::optional<Epoch> parse_epoch(std::string_view text) {
  const auto first = text.find(' ');
  const auto last = text.rfind(' ');
  if (first == std::string_view::npos || first == last) return {};
  const auto agreed = position_of(text.substr(last + 1));
  if (!agreed) return {};
  return Epoch{std::string(text), std::string(text.substr(0, first)), *agreed};
}

std::string random_name() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

}  // namespace vitrine::store::redis
