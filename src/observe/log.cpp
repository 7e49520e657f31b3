#include "observe/log.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "observe/escape.h"

namespace vitrine::observe {

namespace {

// Stands in front of each queued message's text. spdlog overwrites the oldest messages of a full
// queue without saying what was in them; places in the stream of everything that ever entered tell
// the writer exactly how many lines and bytes are missing in front of the message that it holds.
struct Ticket {
  std::uint64_t lines_before;
  std::uint64_t lines;
  std::uint64_t bytes_after;
  // A block of finished lines, or one text that still needs time, level and newline?
  bool finished;
};

// What entered the queue and what became of it. Lives on: any thread (mutex).
class Ledger {
 public:
  explicit Ledger(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // Gives `lines` lines of `bytes` bytes their place and calls `post` with it under the mutex, so
  // that places and queue have one order. Posting to spdlog's queue never waits.
  template <class Post>
  void enter(std::uint64_t lines, std::uint64_t bytes, bool finished, const Post& post) {
    const std::scoped_lock lock(mutex_);
    if (bytes_entered_ - bytes_settled_ + bytes > bytes_max_) {
      refused_lines_ += lines;
      return;
    }
    const Ticket ticket{lines_entered_, lines, bytes_entered_ + bytes, finished};
    lines_entered_ += lines;
    bytes_entered_ += bytes;
    post(ticket);
  }

  // Everything up to and with this message has been written, or was lost.
  void settle(const Ticket& ticket, bool written) {
    const std::scoped_lock lock(mutex_);
    lines_settled_ = ticket.lines_before + ticket.lines;
    bytes_settled_ = ticket.bytes_after;
    if (written) lines_written_ += ticket.lines;
    settled_.notify_all();
  }

  void wait_until_settled() {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this, until = lines_entered_] { return lines_settled_ >= until; });
  }

  // `overwritten` messages are known to be lost at once, what was in them only when the writer
  // moves on; each had at least one line.
  std::uint64_t dropped(std::uint64_t overwritten) const {
    const std::scoped_lock lock(mutex_);
    return refused_lines_ + std::max(lines_settled_ - lines_written_, overwritten);
  }

 private:
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::condition_variable settled_;
  std::uint64_t lines_entered_ = 0, lines_settled_ = 0, lines_written_ = 0, refused_lines_ = 0;
  std::uint64_t bytes_entered_ = 0, bytes_settled_ = 0;
};

std::string_view name(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::info:
      return "info";
    case spdlog::level::warn:
      return "warning";
    default:
      return "error";
  }
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
    case Level::off:
      break;
  }
  return spdlog::level::err;
}

// Copies a message's text to the file or terminal, without its ticket.
class TextFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& to) override {
    to.append(message.payload.begin(), message.payload.end());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<TextFormatter>();
  }
};

// Runs on spdlog's thread: reads the ticket, finishes the line, writes, and keeps the ledger.
class TicketSink final : public spdlog::sinks::sink {
 public:
  TicketSink(spdlog::sink_ptr target, Ledger& ledger)
      : target_(std::move(target)), ledger_(ledger) {
    target_->set_formatter(std::make_unique<TextFormatter>());
  }

  // Throws when the file cannot be written; spdlog reports that on standard error, once a second.
  void log(const spdlog::details::log_msg& message) override {
    struct Settle {
      Ledger& ledger;
      Ticket ticket{};
      bool written = false;

      ~Settle() { ledger.settle(ticket, written); }
    } settle{.ledger = ledger_};

    std::memcpy(&settle.ticket, message.payload.data(), sizeof(Ticket));
    const spdlog::string_view_t text(message.payload.data() + sizeof(Ticket),
                                     message.payload.size() - sizeof(Ticket));
    line_.clear();
    if (!settle.ticket.finished) {
      const auto milliseconds =
          std::chrono::floor<std::chrono::milliseconds>(message.time).time_since_epoch() %
          std::chrono::seconds(1);
      fmt::format_to(std::back_inserter(line_),
                     "{:%Y-%m-%dT%H:%M:%S}.{:03}Z {} ",
                     fmt::gmtime(spdlog::log_clock::to_time_t(message.time)),
                     milliseconds.count(),
                     name(message.level));
    }
    line_.append(text.begin(), text.end());
    if (!settle.ticket.finished) line_ += '\n';
    target_->log({message.time, {}, {}, message.level, line_});
    target_->flush();
    settle.written = true;
  }

  void flush() override { target_->flush(); }

  void set_pattern(const std::string&) override {}

  void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

 private:
  const spdlog::sink_ptr target_;
  Ledger& ledger_;
  std::string line_;
};

spdlog::sink_ptr open(const std::string& file) {
  if (file == "-") return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  try {
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
  } catch (const spdlog::spdlog_ex& failed) {
    throw std::runtime_error("Cannot open the log file " + file + ": " + failed.what());
  }
}

}  // namespace

struct Log::Writer {
  explicit Writer(const LogConfig& config)
      : ledger(config.queue_bytes),
        sink(std::make_shared<TicketSink>(open(config.file), ledger)),
        thread(std::make_shared<spdlog::details::thread_pool>(
            std::max<std::size_t>(1, config.queue_lines), 1, [] {
              pthread_setname_np(pthread_self(), "log");
            })) {
    logger = std::make_shared<spdlog::async_logger>(
        "vitrine", sink, thread, spdlog::async_overflow_policy::overrun_oldest);
    logger->set_level(spdlog::level::trace);
  }

  void post(spdlog::level::level_enum level,
            std::uint64_t lines,
            bool finished,
            std::string_view text) {
    ledger.enter(lines, text.size(), finished, [&](const Ticket& ticket) {
      fmt::basic_memory_buffer<char, 1024> message;
      const auto head = std::bit_cast<std::array<char, sizeof(Ticket)>>(ticket);
      message.append(head.data(), head.data() + head.size());
      message.append(text.data(), text.data() + text.size());
      logger->log(level, spdlog::string_view_t(message.data(), message.size()));
    });
  }

  // In this order: the thread is joined first, once it has written what waits, and leaves nothing
  // that it still uses.
  Ledger ledger;
  std::shared_ptr<TicketSink> sink;
  std::shared_ptr<spdlog::async_logger> logger;
  std::shared_ptr<spdlog::details::thread_pool> thread;
};

Log::Log(const LogConfig& config)
    : level_(config.level),
      writer_(config.level == Level::off ? nullptr : std::make_unique<Writer>(config)) {
}

Log::~Log() = default;

Log& Log::silent() {
  static Log log(LogConfig{.level = Level::off});
  return log;
}

void Log::write(Level level, std::string_view room, std::string_view text) {
  if (!writer_ || level < level_) return;
  std::string line;
  line.reserve(room.size() + text.size() + 1);
  line += room;
  line += ' ';
  append_escaped(line, text);
  writer_->post(to_spdlog(level), 1, false, line);
}

void Log::append_lines(std::string_view lines) {
  if (!writer_ || lines.empty()) return;
  const auto count = static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
  writer_->post(spdlog::level::info, count, true, lines);
}

void Log::flush() {
  if (writer_) writer_->ledger.wait_until_settled();
}

std::uint64_t Log::dropped_lines() const {
  if (!writer_) return 0;
  return writer_->ledger.dropped(writer_->thread->overrun_counter());
}

}  // namespace vitrine::observe
