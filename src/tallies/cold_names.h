// Names that nobody is counting now, each with its saved state and nothing else: about 30 bytes
// beside the name. A million of them cost what 30,000 names with their rings do.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/unordered/unordered_flat_set.hpp>

#include "tallies/log.h"
#include "tallies/text_hash.h"

namespace vitrine::tallies {

// Lives on: whoever holds its lock.
class ColdNames {
 public:
  struct Cold {
    Position holds = 0;
    // A view that ends with the next put, erase or clear.
    std::string_view state;
  };

  // Replaces what was there. True when the name is new.
  bool put(std::string_view name, Position holds, std::string_view state);
  std::optional<Cold> find(std::string_view name) const;

  bool contains(std::string_view name) const { return names_.contains(name); }

  void erase(std::string_view name);

  std::size_t size() const { return names_.size(); }

  void clear() { names_.clear(); }

  void each(const auto& visit) const {
    for (const auto& one : names_) visit(name_of(one));
  }

 private:
  // The number of bytes behind it, the name, the position, the state; one allocation.
  using Block = std::unique_ptr<char[]>;

  static std::string_view bytes_of(const Block& block);
  static std::string_view name_of(const Block& block);

  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view name) const { return TextHash{}(name); }

    std::size_t operator()(const Block& block) const { return TextHash{}(name_of(block)); }
  };

  struct Equal {
    using is_transparent = void;

    bool operator()(const Block& a, const Block& b) const { return name_of(a) == name_of(b); }

    bool operator()(std::string_view a, const Block& b) const { return a == name_of(b); }

    bool operator()(const Block& a, std::string_view b) const { return name_of(a) == b; }
  };

  boost::unordered_flat_set<Block, Hash, Equal> names_;
};

}  // namespace vitrine::tallies
