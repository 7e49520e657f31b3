#include "tallies/cold_names.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "tallies/bytes.h"

namespace vitrine::tallies {

std::string_view ColdNames::bytes_of(const Block& block) {
  std::uint32_t size = 0;
  std::memcpy(&size, block.get(), sizeof size);
  return {block.get() + sizeof size, size};
}

std::string_view ColdNames::name_of(const Block& block) {
  return ByteReader(bytes_of(block)).text();
}

bool ColdNames::put(std::string_view name, Position holds, std::string_view state) {
  std::string bytes;
  put_text(bytes, name);
  put_number(bytes, holds);
  put_text(bytes, state);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  auto block = std::make_unique_for_overwrite<char[]>(sizeof size + size);
  std::memcpy(block.get(), &size, sizeof size);
  bytes.copy(block.get() + sizeof size, size);
  const bool is_new = names_.erase(name) == 0;
  names_.insert(std::move(block));
  return is_new;
}

std::optional<ColdNames::Cold> ColdNames::find(std::string_view name) const {
  const auto found = names_.find(name);
  if (found == names_.end()) return std::nullopt;
  ByteReader from(bytes_of(*found));
  from.text();
  const auto holds = from.number();
  return Cold{holds, from.text()};
}

void ColdNames::erase(std::string_view name) {
  names_.erase(name);
}

}  // namespace vitrine::tallies
