#include "tallies/salts.h"

#include <algorithm>
#include <charconv>

namespace vitrine::tallies {

namespace {

std::string key_of(std::int64_t day) {
  return Salts::kKey + std::to_string(day);
}

std::optional<std::int64_t> day_of(std::string_view key) {
  std::int64_t day = 0;
  const auto* const end = key.data() + key.size();
  const auto read = std::from_chars(key.data() + 1, end, day);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return day;
}

Salt salt_of(std::string_view bytes) {
  Salt salt;
  bytes.copy(salt.data(), salt.size());
  return salt;
}

std::string text_of(const Salt& salt) {
  return {salt.begin(), salt.end()};
}

}  // namespace

void Salts::put(const PutSalt& put) {
  if (put.salt.size() != kSaltBytes) return;
  const std::scoped_lock lock(mutex_);
  const bool is_new = salts_.try_emplace(put.day, salt_of(put.salt)).second;
  if (!is_new) return;
  changed_.push_back(key_of(put.day));
  erase_before(put.day);
}

void Salts::erase_before(std::int64_t day) {
  while (!salts_.empty() && salts_.begin()->first < day) {
    auto& salt = salts_.begin()->second;
    // Also the bytes, not only the place in the map.
    std::ranges::fill(salt, '\0');
    changed_.push_back(key_of(salts_.begin()->first));
    salts_.erase(salts_.begin());
  }
}

std::optional<Salt> Salts::of(std::int64_t day) const {
  const std::scoped_lock lock(mutex_);
  const auto found = salts_.find(day);
  if (found == salts_.end()) return std::nullopt;
  return found->second;
}

void Salts::restore(std::string_view key, std::string_view state) {
  const auto day = day_of(key);
  if (!day || state.size() != kSaltBytes) return;
  const std::scoped_lock lock(mutex_);
  salts_.try_emplace(*day, salt_of(state));
}

void Salts::changed(std::size_t limit, std::vector<Saved>& to) {
  const std::scoped_lock lock(mutex_);
  for (; to.size() < limit && !changed_.empty(); changed_.pop_back()) {
    const auto& key = changed_.back();
    const auto found = salts_.find(day_of(key).value_or(0));
    to.push_back({key, found == salts_.end() ? std::string() : text_of(found->second)});
  }
}

void Salts::not_saved(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  changed_.push_back(key);
}

void Salts::change_all() {
  const std::scoped_lock lock(mutex_);
  changed_.clear();
  for (const auto& [day, salt] : salts_) changed_.push_back(key_of(day));
}

void Salts::forget_all() {
  const std::scoped_lock lock(mutex_);
  salts_.clear();
  changed_.clear();
}

}  // namespace vitrine::tallies
