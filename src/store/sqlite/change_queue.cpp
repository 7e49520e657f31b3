#include "store/sqlite/change_queue.h"

#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace vitrine::store::sqlite {

namespace {

// Addresses that no change has.
alignas(Change) char asleep_mark;
alignas(Change) char closed_mark;

Change* asleep() {
  return reinterpret_cast<Change*>(&asleep_mark);
}

Change* closed() {
  return reinterpret_cast<Change*>(&closed_mark);
}

}  // namespace

ChangeQueue::~ChangeQueue() {
  std::ignore = close();
}

Result<void> ChangeQueue::enter(std::size_t bytes, Limit limit) {
  const auto changes = changes_.fetch_add(1, std::memory_order_relaxed) + 1;
  const auto all_bytes = bytes_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  // A change that is larger than the limit may still go in alone.
  const bool fits =
      changes <= limits_.changes_max && (all_bytes <= limits_.bytes_max || all_bytes == bytes);
  if (fits || limit == Limit::ignored) return {};
  answered(1, bytes);
  return fail(FailureKind::busy,
              fmt::format("Too much waits to be written ({} changes); try again", changes - 1));
}

Result<void> ChangeQueue::push(std::unique_ptr<Change>& change, Limit limit) {
  TRY_VOID(enter(change->bytes(), limit));
  Change* before = newest_.load(std::memory_order_relaxed);
  do {
    if (before == closed()) {
      answered(1, change->bytes());
      return fail(FailureKind::unavailable, "The store is stopping");
    }
    change->next_ = before == asleep() ? nullptr : before;
  } while (!newest_.compare_exchange_weak(
      before, change.get(), std::memory_order_acq_rel, std::memory_order_relaxed));
  std::ignore = change.release();
  if (before == asleep()) rouse();
  return {};
}

ChangeList ChangeQueue::in_order(Change* newest) {
  Change* first = nullptr;
  while (newest != nullptr && newest != asleep() && newest != closed()) {
    Change* before = newest->next_;
    newest->next_ = first;
    first = newest;
    newest = before;
  }
  ChangeList list;
  while (first != nullptr) {
    Change* next = first->next_;
    list.push_back(std::unique_ptr<Change>(first));
    first = next;
  }
  return list;
}

ChangeList ChangeQueue::take() {
  return in_order(newest_.exchange(nullptr, std::memory_order_acq_rel));
}

void ChangeQueue::wait(std::chrono::milliseconds limit) {
  Change* nothing = nullptr;
  if (!newest_.compare_exchange_strong(nothing, asleep(), std::memory_order_acq_rel)) return;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, limit, [this] { return roused_; });
  roused_ = false;
}

void ChangeQueue::wake() {
  rouse();
}

void ChangeQueue::rouse() {
  {
    const std::scoped_lock lock(mutex_);
    roused_ = true;
  }
  // Not under the lock: on a busy core the writer would take over at once, only to wait for it.
  wake_.notify_one();
}

ChangeList ChangeQueue::close() {
  return in_order(newest_.exchange(closed(), std::memory_order_acq_rel));
}

void ChangeQueue::answered(std::size_t changes, std::size_t bytes) {
  changes_.fetch_sub(changes, std::memory_order_relaxed);
  bytes_.fetch_sub(bytes, std::memory_order_relaxed);
}

}  // namespace vitrine::store::sqlite
