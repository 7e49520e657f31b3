// Log lines for people: `<time> <level> <room> <text>`, one line each. Written by a thread of its
// own, so that a slow disk or terminal never stalls an event loop; when its queue is full the
// oldest lines are dropped and counted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vitrine::observe {

// error: a person should look. warning: degraded. info: a state changed. debug: off in production.
enum class Level : std::uint8_t { debug, info, warning, error, off };

struct LogConfig {
  Level level = Level::info;
  // Where lines go: "-" for standard error, else a file that is appended to.
  std::string file = "-";
  // One line per request.
  bool requests = true;
  // Messages that may wait for the writer: single lines, and blocks from append_lines.
  std::size_t queue_lines = 8192;
  // Bytes that may wait; over it the newest message is dropped, also when the queue has room.
  std::size_t queue_bytes = 32U << 20;
};

// Lives on: any thread.
class Log {
 public:
  // Throws std::runtime_error that names the file when it cannot be opened.
  explicit Log(const LogConfig& config);
  // Writes what waits.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // A log that drops everything, for tests.
  static Log& silent();

  // Control characters in `text` are written as \xNN, so a hostile name cannot forge a line.
  void write(Level level, std::string_view room, std::string_view text);

  void debug(std::string_view room, std::string_view text) { write(Level::debug, room, text); }

  void info(std::string_view room, std::string_view text) { write(Level::info, room, text); }

  void warning(std::string_view room, std::string_view text) { write(Level::warning, room, text); }

  void error(std::string_view room, std::string_view text) { write(Level::error, room, text); }

  bool enabled(Level level) const { return level >= level_; }

  // Finished lines (each ends in a newline), written as they are, whatever the level; a silent log
  // drops them. What RequestLog hands over.
  void append_lines(std::string_view lines);
  // Blocks until everything that was written before has reached the file. Never on an event loop.
  void flush();
  // Lines that were not written: the queue was full, or the file could not be written to.
  std::uint64_t dropped_lines() const;

 private:
  struct Writer;
  const Level level_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace vitrine::observe
