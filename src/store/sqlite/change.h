// What a room wants to have written: the unit that a Writer commits in groups.
//
//   Writer::submit -> apply (in the transaction of the group) -> COMMIT -> committed
//                                                         or -> failed
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>

#include "failure/result.h"
#include "runtime/task.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

class Change;

// Whoever co_awaits a change (Writer::commit): the loop to go on with, and how.
struct Awaiter {
  boost::asio::executor_work_guard<Executor> loop;
  std::move_only_function<void(std::unique_ptr<Change>)> resume;
};

// Calls come from the writer's thread, each at most once.
class Change {
 public:
  // A failing statement undoes only itself. A change of several statements is run in a savepoint,
  // so that none of them stays when a later one fails; one statement needs no such thing.
  enum class Statements : std::uint8_t { one, several };

  // `bytes` count against the limit of the writer's queue.
  Change(Statements statements, std::size_t bytes) : statements_(statements), bytes_(bytes) {}

  virtual ~Change() = default;
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

  // A failure leaves nothing of this change and takes nothing from the others of the group.
  virtual Result<void> apply(Database& database) = 0;

  // After COMMIT, in the order in which the changes were submitted. They do not block. Whatever
  // they throw ends the process: memory would differ from the disk from there on.
  virtual void committed() noexcept {}

  // apply gave a failure or threw, or the group was not committed.
  virtual void failed(const Failure& /*failure*/) noexcept {}

  Statements statements() const { return statements_; }

  std::size_t bytes() const { return bytes_; }

  // What became of it; for the writer and for those who await.
  Result<void> outcome;
  std::optional<Awaiter> awaiter;

 private:
  friend class ChangeList;
  friend class ChangeQueue;

  const Statements statements_;
  const std::size_t bytes_;
  Change* next_ = nullptr;
};

// Changes one after the other, linked through themselves, so that a list needs no memory of its
// own.
class ChangeList {
 public:
  ChangeList() = default;

  ChangeList(ChangeList&& other) noexcept
      : first_(std::exchange(other.first_, nullptr)),
        last_(std::exchange(other.last_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}

  ChangeList& operator=(ChangeList&&) = delete;

  ~ChangeList() {
    while (!empty()) pop_front();
  }

  bool empty() const { return first_ == nullptr; }

  std::size_t size() const { return size_; }

  void push_back(std::unique_ptr<Change> change) {
    Change* added = change.release();
    added->next_ = nullptr;
    (first_ == nullptr ? first_ : last_->next_) = added;
    last_ = added;
    ++size_;
  }

  std::unique_ptr<Change> pop_front() {
    std::unique_ptr<Change> front(first_);
    first_ = front->next_;
    --size_;
    return front;
  }

  void each(const auto& visit) {
    for (Change* change = first_; change != nullptr; change = change->next_) visit(*change);
  }

 private:
  Change* first_ = nullptr;
  Change* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace vitrine::store::sqlite
