// The keys of the days' visitor hashes: random, one a day, shared by all instances through the log,
// and erased when their day is over, from memory and from the store.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tallies/log.h"
#include "tallies/operation.h"

namespace vitrine::tallies {

inline constexpr std::size_t kSaltBytes = 16;
using Salt = std::array<char, kSaltBytes>;

// Lives on: any thread (mutex).
class Salts {
 public:
  // The first one of a day stays. A later day erases the ones before.
  void put(const PutSalt& put);
  std::optional<Salt> of(std::int64_t day) const;

  void restore(std::string_view key, std::string_view state);
  void changed(std::size_t limit, std::vector<Saved>& to);
  void not_saved(const std::string& key);
  void change_all();
  void forget_all();

  static constexpr char kKey = 's';

 private:
  void erase_before(std::int64_t day);

  mutable std::mutex mutex_;
  std::map<std::int64_t, Salt> salts_;
  std::vector<std::string> changed_;
};

}  // namespace vitrine::tallies
