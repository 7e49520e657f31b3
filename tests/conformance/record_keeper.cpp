#include "conformance/record_keeper.h"

#include <charconv>
#include <utility>

namespace vitrine::conformance {

namespace {

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string state_of(const RecordKeeper::Numbers& numbers) {
  std::string state;
  for (const auto number : numbers) state += std::to_string(number) + ' ';
  return state;
}

RecordKeeper::Numbers numbers_in(std::string_view state) {
  RecordKeeper::Numbers numbers;
  while (!state.empty()) {
    const auto end = state.find(' ');
    numbers.push_back(number_in(state.substr(0, end)));
    state.remove_prefix(end + 1);
  }
  return numbers;
}

}  // namespace

void RecordKeeper::restore(std::string_view key, std::string_view state, tallies::Position holds) {
  const std::scoped_lock lock(mutex_);
  if (!positions_.empty()) complain("a state after a record");
  if (!keys_.emplace(std::string(key), Key{numbers_in(state), holds}).second) {
    complain("two states of " + std::string(key));
  }
}

void RecordKeeper::apply(std::string_view record, tallies::Position position, WallTime at) {
  const std::scoped_lock lock(mutex_);
  if (!positions_.empty() && position <= positions_.back())
    complain("a position that did not grow");
  positions_.push_back(position);
  times_.push_back(at);
  const std::string name(record.substr(0, record.find(' ')));
  const auto what = record.substr(name.size() + 1);
  if (const auto known = keys_.find(name);
      known != keys_.end() && position <= known->second.holds) {
    return;
  }
  changed_.insert(name);
  if (what == "gone") {
    keys_.erase(name);
    return;
  }
  keys_[name].numbers.push_back(number_in(what));
}

std::vector<tallies::Saved> RecordKeeper::changed(std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<tallies::Saved> states;
  if (for_ever_ && changed_.empty()) {
    for (const auto& [name, key] : keys_) changed_.insert(name);
  }
  while (states.size() < limit && !changed_.empty()) {
    auto name = changed_.extract(changed_.begin()).value();
    const auto known = keys_.find(name);
    states.push_back({name, known == keys_.end() ? "" : state_of(known->second.numbers)});
  }
  while (for_ever_ && !keys_.empty() && states.size() < limit) states.push_back(states.back());
  ++changed_calls_;
  called_.notify_all();
  return states;
}

void RecordKeeper::not_saved(const std::vector<tallies::Saved>& states) {
  const std::scoped_lock lock(mutex_);
  for (const auto& state : states) changed_.insert(state.key);
}

void RecordKeeper::change_all() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [name, key] : keys_) changed_.insert(name);
}

void RecordKeeper::forget_all() {
  const std::scoped_lock lock(mutex_);
  keys_.clear();
  changed_.clear();
  positions_.clear();
  times_.clear();
}

void RecordKeeper::wait_for_changed_calls(int calls) {
  std::unique_lock lock(mutex_);
  called_.wait(lock, [&] { return changed_calls_ >= calls; });
}

std::map<std::string, RecordKeeper::Numbers> RecordKeeper::keys() const {
  const std::scoped_lock lock(mutex_);
  std::map<std::string, Numbers> all;
  for (const auto& [name, key] : keys_) all.emplace(name, key.numbers);
  return all;
}

std::vector<tallies::Position> RecordKeeper::positions() const {
  const std::scoped_lock lock(mutex_);
  return positions_;
}

std::vector<WallTime> RecordKeeper::times() const {
  const std::scoped_lock lock(mutex_);
  return times_;
}

std::string RecordKeeper::complaint() const {
  const std::scoped_lock lock(mutex_);
  return complaint_;
}

void RecordKeeper::complain(const std::string& what) {
  if (complaint_.empty()) complaint_ = what;
}

}  // namespace vitrine::conformance
