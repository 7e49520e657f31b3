// A reader that keeps, for every key, the numbers of the records that were applied to it: so that a
// test sees what was lost, doubled or swapped. A record is "key number", or "key gone", after which
// the key is as if it had never been.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tallies/log.h"

namespace vitrine::conformance {

class RecordKeeper final : public tallies::Reader {
 public:
  using Numbers = std::vector<std::uint64_t>;

  // for_ever: as many keys have changed as anybody asks for, so that saving never ends.
  enum class Changes : bool { once, for_ever };

  explicit RecordKeeper(Changes changes = Changes::once)
      : for_ever_(changes == Changes::for_ever) {}

  void restore(std::string_view key, std::string_view state, tallies::Position holds) override;
  void apply(std::string_view record, tallies::Position position, WallTime at) override;
  std::vector<tallies::Saved> changed(std::size_t limit) override;
  void not_saved(const std::vector<tallies::Saved>& states) override;
  void change_all() override;
  void forget_all() override;

  // Blocks until changed() was called so often.
  void wait_for_changed_calls(int calls);

  std::map<std::string, Numbers> keys() const;
  // What was applied, in its order, whether a restored state held it already or not.
  std::vector<tallies::Position> positions() const;
  std::vector<WallTime> times() const;
  // Empty, or what was wrong with a call.
  std::string complaint() const;

 private:
  const bool for_ever_;

  struct Key {
    Numbers numbers;
    tallies::Position holds = 0;
  };

  void complain(const std::string& what);

  mutable std::mutex mutex_;
  std::condition_variable called_;
  std::map<std::string, Key> keys_;
  std::set<std::string> changed_;
  std::vector<tallies::Position> positions_;
  std::vector<WallTime> times_;
  int changed_calls_ = 0;
  std::string complaint_;
};

}  // namespace vitrine::conformance
