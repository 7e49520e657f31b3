// What the writer does for its file besides committing: checkpoints, and looking after a disk that
// fails.
#include <tuple>

#include <fmt/format.h>

#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

namespace {

constexpr const char* kRoom = "store";

}  // namespace

void Writer::idle() {
  checkpoint_over(config_.checkpoint_pages / 4);
  const auto now = std::chrono::steady_clock::now();
  if (store_->database().wal_pages() == 0) {
    emptied_ = now;
  } else if (now - emptied_ >= config_.checkpoint_after) {
    emptied_ = now;
    checkpoint(true);
  }
  if (!trouble().empty()) probe();
  queue_.wait(config_.idle_look);
}

void Writer::checkpoint_over(int pages) {
  const int now = store_->database().wal_pages();
  // It began anew at its front.
  if (now < checkpointed_pages_) checkpointed_pages_ = 0;
  if (now - checkpointed_pages_ < pages) return;
  checkpointed_pages_ = now;
  checkpoint(false);
}

void Writer::checkpoint(bool empty_log) {
  if (const auto copied = store_->database().checkpoint(empty_log); !copied) {
    log_.warning(kRoom, copied.error().public_message + ": " + copied.error().detail);
  }
  // Commits go on into the log while the file cannot grow.
  std::ignore = store_->database().take_storage_trouble();
}

// Writes a page that is as it was, so that the trouble ends without anybody losing a change to it.
void Writer::probe() {
  auto& database = store_->database();
  const auto version = database.number("PRAGMA user_version");
  if (version) {
    std::ignore = database.execute(fmt::format("PRAGMA user_version = {}", *version));
  }
  note_trouble();
}

void Writer::note_trouble() {
  const auto failure = store_->database().take_storage_trouble();
  const std::string now = failure ? failure->public_message : "";
  {
    const std::scoped_lock lock(trouble_mutex_);
    if (trouble_ == now) return;
    trouble_ = now;
  }
  if (failure) {
    log_.error(kRoom, fmt::format("cannot write: {}: {}", now, failure->detail));
  } else {
    log_.info(kRoom, "can write again");
  }
}

void Writer::close() {
  checkpoint(true);
  store_.reset();
}

}  // namespace vitrine::store::sqlite
