// A connection without a socket: what a client sends, and what it gets back.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "http/connection.h"

namespace vitrine::http::testing {

// Everything that a shard has, and a record of what its observer was told.
class TestShard : public RequestObserver {
 public:
  struct Told {
    std::string target;  // "(none)" when the head could not be parsed
    std::string route;
    int status;
    std::uint64_t bytes_sent;
    bool failed;
  };

  void finished(const RequestRecord& record) override {
    told.push_back({record.request != nullptr ? std::string(record.request->target) : "(none)",
                    std::string(record.route),
                    record.status,
                    record.bytes_sent,
                    record.failure != nullptr});
  }

  void tick(std::size_t) override {}

  // Built at the first use, so that a test can set limits and routes before.
  ShardState& state() {
    if (!state_) {
      state_.emplace(limits, router, clock, *this, refusals_, observe::Log::silent(), 0x100, 0);
    }
    return *state_;
  }

  double refused(std::string_view reason) {
    const auto line = "vitrine_http_refused_total{server=\"test\",reason=\"" + std::string(reason);
    const auto text = metrics.prometheus();
    const auto at = text.find(line);
    if (at == std::string::npos) return -1;
    return std::stod(text.substr(text.find(' ', at)));
  }

  Limits limits;
  Router router;
  ManualClock clock;
  observe::Metrics metrics;
  std::vector<Told> told;

 private:
  Refusals refusals_{metrics, "test"};
  std::optional<ShardState> state_;
};

// One connection of a shard, driven as a session would, with the client's bytes cut as told.
class Dialogue {
 public:
  explicit Dialogue(TestShard& shard)
      : shard_(shard.state()), connection_(shard_, "192.0.2.7", false) {}

  // Hands over `bytes` in pieces of at most `piece`, until the connection closes.
  Dialogue& send(std::string_view bytes, std::size_t piece = std::string_view::npos) {
    while (!bytes.empty() && open()) {
      const auto space = connection_.space();
      const auto count = std::min({bytes.size(), piece, space.size()});
      bytes.copy(space.data(), count);
      bytes.remove_prefix(count);
      follow(connection_.received(count));
    }
    return *this;
  }

  void time_out() { follow(connection_.timed_out()); }

  const std::string& received() const { return received_; }

  bool open() const { return end_ == Connection::Next::read; }

  bool lingers() const { return end_ == Connection::Next::linger; }

  int yields() const { return yields_; }

  Connection& connection() { return connection_; }

 private:
  void follow(Connection::Next next) {
    while (true) {
      collect();
      switch (next) {
        case Connection::Next::read:
        case Connection::Next::close:
        case Connection::Next::linger:
        case Connection::Next::stream:
          end_ = next;
          return;
        case Connection::Next::yield:
          ++yields_;
          [[fallthrough]];
        case Connection::Next::resume:
          next = connection_.resume();
          break;
        case Connection::Next::wait:
          next = await();
          break;
        case Connection::Next::feed:
          next = await_feed();
          break;
      }
    }
  }

  void collect() {
    received_ += shard_.out.view();
    if (const auto* body = connection_.attached()) {
      if (const auto* file = std::get_if<FileSlice>(body)) {
        std::string bytes(file->bytes, '\0');
        const auto count = ::pread(
            file->file->fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(file->offset));
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        received_ += bytes;
      } else {
        received_ += memory_of(*body);
      }
    }
    shard_.out.clear();
    connection_.sent();
  }

  Connection::Next await() {
    std::exception_ptr thrown;
    std::optional<Result<Response>> result;
    boost::asio::io_context loop;
    boost::asio::co_spawn(
        loop, connection_.take_task(), [&](std::exception_ptr exception, Result<Response> answer) {
          thrown = std::move(exception);
          if (!thrown) result.emplace(std::move(answer));
        });
    loop.run();
    return thrown ? connection_.threw(thrown) : connection_.answered(*std::move(result));
  }

  Connection::Next await_feed() {
    std::exception_ptr thrown;
    std::optional<Result<void>> result;
    boost::asio::io_context loop;
    boost::asio::co_spawn(
        loop, connection_.take_feed(), [&](std::exception_ptr exception, Result<void> taken) {
          thrown = std::move(exception);
          if (!thrown) result.emplace(std::move(taken));
        });
    loop.run();
    return thrown ? connection_.threw(thrown) : connection_.fed(*std::move(result));
  }

  ShardState& shard_;
  Connection connection_;
  std::string received_;
  Connection::Next end_ = Connection::Next::read;
  int yields_ = 0;
};

// The answers in `bytes`, one "STATUS body" each. A malformed stream shows as "?".
inline std::vector<std::string> answers(std::string_view bytes, bool to_head = false) {
  std::vector<std::string> found;
  while (!bytes.empty()) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos || !bytes.starts_with("HTTP/1.1 ")) {
      found.emplace_back("?");
      return found;
    }
    const auto head = bytes.substr(0, end + 2);
    bytes.remove_prefix(end + 4);
    constexpr std::string_view kLength = "\r\nContent-Length: ";
    std::size_t length = 0;
    if (const auto at = head.find(kLength); at != std::string_view::npos && !to_head) {
      length = std::stoul(std::string(head.substr(at + kLength.size(), 20)));
    }
    if (length > bytes.size()) {
      found.emplace_back("?");
      return found;
    }
    auto answer = std::string(head.substr(9, 3));
    if (length > 0) answer += ' ' + std::string(bytes.substr(0, length));
    found.push_back(std::move(answer));
    bytes.remove_prefix(length);
  }
  return found;
}

}  // namespace vitrine::http::testing
