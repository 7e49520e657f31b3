#include "observe/request_log.h"

#include <iterator>

#include <fmt/chrono.h>
#include <fmt/compile.h>
#include <fmt/format.h>

#include "observe/escape.h"

namespace vitrine::observe {

namespace {

// More than the longest line: every byte of a path may become four, and routes, methods and peers
// are short by nature.
constexpr std::size_t kLineBytes = 4096;

std::string_view without_query(std::string_view path) {
  return path.substr(0, path.find('?')).substr(0, RequestLog::kPathBytesMax);
}

}  // namespace

RequestLog::RequestLog(Log& log) : log_(log) {
  block_.reserve(kBlockBytes + kLineBytes);
}

RequestLog::~RequestLog() {
  hand_over();
}

void RequestLog::append(const RequestLine& line) {
  if (block_.empty()) oldest_ = line.time;
  append_time(line.time);
  auto to = std::back_inserter(block_);
  fmt::format_to(to, FMT_COMPILE(" id={} method="), line.id);
  append_value(block_, line.method);
  block_ += " path=";
  append_value(block_, without_query(line.path));
  block_ += " route=";
  append_value(block_, line.route);
  const auto microseconds =
      std::chrono::duration_cast<std::chrono::microseconds>(line.duration).count();
  fmt::format_to(to,
                 FMT_COMPILE(" status={} bytes={} ms={}.{:03} peer="),
                 line.status,
                 line.bytes,
                 microseconds / 1000,
                 microseconds % 1000);
  append_value(block_, line.peer);
  if (line.failure) {
    block_ += " failure=";
    block_ += name(*line.failure);
  }
  block_ += '\n';
  if (block_.size() >= kBlockBytes) {
    hand_over();
  } else {
    tick(line.time);
  }
}

void RequestLog::tick(std::chrono::system_clock::time_point now) {
  // A clock that was set back must not hold lines until it has caught up.
  if (now - oldest_ >= kBlockAge || now < oldest_) hand_over();
}

void RequestLog::hand_over() {
  log_.append_lines(block_);
  block_.clear();
}

void RequestLog::append_time(std::chrono::system_clock::time_point time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  if (second != second_ || second_text_.empty()) {
    second_ = second;
    second_text_.clear();
    fmt::format_to(std::back_inserter(second_text_),
                   "{:%Y-%m-%dT%H:%M:%S}",
                   fmt::gmtime(std::chrono::system_clock::to_time_t(second)));
  }
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time - second).count();
  block_ += second_text_;
  fmt::format_to(std::back_inserter(block_), FMT_COMPILE(".{:03}Z"), milliseconds);
}

}  // namespace vitrine::observe
