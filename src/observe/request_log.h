// One line per request: `<time> id= method= path= route= status= bytes= ms= peer= failure=`. Each
// event loop has its own, so lines are collected without a lock, and without allocation, and handed
// to the log by the block.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "failure/failure.h"
#include "observe/log.h"

namespace vitrine::observe {

// What a line says. Views are read during the call only.
struct RequestLine {
  // When it was answered.
  std::chrono::system_clock::time_point time;
  std::chrono::nanoseconds duration{0};
  std::uint64_t id = 0;
  int status = 0;
  std::uint64_t bytes = 0;
  // An empty text is written as "-": a head that could not be parsed has no method and no path.
  std::string_view method{};
  // As it stood in the request line. What follows '?' is left out (signatures and sources stand
  // there), and so is what exceeds kPathBytesMax.
  std::string_view path{};
  std::string_view route{};
  std::string_view peer{};
  std::optional<FailureKind> failure{};
};

// Lives on: its loop.
class RequestLog {
 public:
  static constexpr std::size_t kPathBytesMax = 200;
  // A block is handed over as soon as it has this many bytes, or is this old.
  static constexpr std::size_t kBlockBytes = std::size_t{32} * 1024;
  static constexpr std::chrono::seconds kBlockAge{1};

  explicit RequestLog(Log& log);
  // Hands over what is left.
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  void append(const RequestLine& line);
  // Hands over what has become old. The loop calls it about once a second, so that the last lines
  // before a quiet hour do not wait for the hour to end.
  void tick(std::chrono::system_clock::time_point now);
  void hand_over();

 private:
  void append_time(std::chrono::system_clock::time_point time);

  Log& log_;
  std::string block_;
  std::chrono::system_clock::time_point oldest_;
  // "2026-08-01T12:00:00": formatted once a second, not once a line.
  std::string second_text_;
  std::chrono::sys_seconds second_{};
};

}  // namespace vitrine::observe
