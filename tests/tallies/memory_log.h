// A log in memory, in place of a store: it can hold its commits back, refuse them, be read back and
// save states.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/clock.h"
#include "tallies/log.h"

namespace vitrine::testing {

// Lives on: the test's thread.
class MemoryLog final : public tallies::Log {
 public:
  explicit MemoryLog(const Clock& clock) : clock_(clock) {}

  struct Entry {
    std::string record;
    tallies::Position position;
    WallTime at;
  };

  void start(tallies::Reader& reader) override {
    reader_ = &reader;
    for (const auto& [key, state] : saved_) reader.restore(key, state.second, state.first);
    for (const auto& entry : entries_) reader.apply(entry.record, entry.position, entry.at);
  }

  Task<Result<tallies::Position>> append(std::string record) override {
    ++appends;
    // As from a store: the answer comes in a later turn of the loop.
    co_await boost::asio::post(co_await boost::asio::this_coro::executor,
                               boost::asio::use_awaitable_t<Executor>());
    if (refuses) co_return fail(FailureKind::unavailable, "The store is away");
    entries_.push_back({std::move(record), ++position_, clock_.wall()});
    reader_->apply(entries_.back().record, position_, entries_.back().at);
    co_return position_;
  }

  void stop() override { reader_ = nullptr; }

  std::string trouble() const override { return refuses ? "away" : ""; }

  // One pass of saving, `slice` states at a time; the records they hold are dropped.
  void save(std::size_t slice = 3) {
    for (bool more = true; more;) {
      const auto states = reader_->changed(slice);
      more = states.size() == slice;
      for (const auto& [key, state] : states) {
        if (state.empty()) {
          saved_.erase(key);
        } else {
          saved_[key] = {position_, state};
        }
      }
    }
    entries_.clear();
  }

  // As after a crash in the middle of saving: the first slice is saved, no record is dropped.
  void save_half() {
    for (const auto& [key, state] : reader_->changed(2)) saved_[key] = {position_, state};
  }

  // The store came back empty: what the reader has is saved again, all of it.
  void lose_everything() {
    saved_.clear();
    entries_.clear();
    reader_->change_all();
    save();
  }

  // This instance was away for too long: it reads everything back.
  void read_anew() {
    reader_->forget_all();
    start(*reader_);
  }

  const std::vector<Entry>& entries() const { return entries_; }

  const std::map<std::string, std::pair<tallies::Position, std::string>>& states() const {
    return saved_;
  }

  bool refuses = false;
  int appends = 0;

 private:
  const Clock& clock_;
  tallies::Reader* reader_ = nullptr;
  tallies::Position position_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, std::pair<tallies::Position, std::string>> saved_;
};

}  // namespace vitrine::testing
