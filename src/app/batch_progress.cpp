#include "app/batch_progress.h"

#include <iostream>

#include <fmt/format.h>

namespace vitrine::app {

void Progress::add(std::size_t jobs) {
  const std::scoped_lock lock(mutex_);
  total_ += jobs;
}

void Progress::done(Outcome outcome, const std::string& label, const Failure* failure) {
  const std::scoped_lock lock(mutex_);
  ++counts_[static_cast<std::size_t>(outcome)];
  if (failure != nullptr) {
    clear_bar();
    std::cerr << "failed: " << label << ": " << failure->public_message << "\n";
  }
  show(false);
}

std::size_t Progress::failed() const {
  const std::scoped_lock lock(mutex_);
  return counts_[static_cast<std::size_t>(Outcome::failed)];
}

void Progress::finish() {
  const std::scoped_lock lock(mutex_);
  show(true);
  if (terminal_) std::cerr << "\n";
}

void Progress::clear_bar() const {
  if (terminal_) std::cerr << "\r\033[K";
}

// At most ten times a second on a terminal, every five seconds elsewhere.
void Progress::show(bool last) {
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
  if (!last && now - shown_ < pause) return;
  shown_ = now;
  const auto finished = counts_[0] + counts_[1] + counts_[2];
  const auto numbers = fmt::format(
      "{}/{} made {} kept {} failed {}", finished, total_, counts_[0], counts_[1], counts_[2]);
  if (!terminal_) {
    std::cerr << numbers << "\n";
    return;
  }
  constexpr std::size_t kWidth = 30;
  const auto filled = total_ == 0 ? kWidth : finished * kWidth / total_;
  clear_bar();
  std::cerr << "[" << std::string(filled, '#') << std::string(kWidth - filled, '.') << "] "
            << numbers << std::flush;
}

}  // namespace vitrine::app
