// A real server on loopback, and a client that blocks, for the tests that need sockets.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/post.hpp>

#include "http/server.h"
#include "observe/log.h"

namespace vitrine::http::testing {

// Counts what it is told.
class CountingObserver final : public RequestObserver {
 public:
  void finished(const RequestRecord& record) override {
    requests.fetch_add(1);
    bytes.fetch_add(record.bytes_sent);
    if (record.failure != nullptr) failures.fetch_add(1);
  }

  void tick(std::size_t shard) override {
    if (shard == 1) ticks_of_second_shard.fetch_add(1);
  }

  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::uint64_t> failures{0};
  std::atomic<std::uint64_t> ticks_of_second_shard{0};
};

inline std::uint64_t refused(const observe::Metrics& metrics, std::string_view reason) {
  const auto text = metrics.prometheus();
  const auto line = "reason=\"" + std::string(reason) + "\"} ";
  const auto at = text.find(line);
  if (at == std::string::npos) throw std::runtime_error("no counter for this reason");
  return std::stoull(text.substr(at + line.size()));
}

class RunningServer {
 public:
  explicit RunningServer(Router router,
                         ServerConfig config = {},
                         std::size_t loops = 1,
                         std::vector<UniqueFd> inherited = {}) {
    std::vector<EventLoop*> pointers;
    for (std::size_t i = 0; i < loops; ++i) {
      loops_.push_back(std::make_unique<EventLoop>("loop"));
      pointers.push_back(loops_.back().get());
    }
    server_ = std::make_unique<Server>(std::move(config),
                                       std::move(router),
                                       pointers,
                                       std::move(inherited),
                                       observer,
                                       metrics,
                                       observe::Log::silent());
    for (auto& loop : loops_) loop->start();
    server_->start();
  }

  // Returns once every loop has done what it was asked to do until now.
  void settle() {
    for (auto& loop : loops_) {
      std::promise<void> done;
      boost::asio::post(loop->executor(), [&done] { done.set_value(); });
      done.get_future().wait();
    }
  }

  Server* operator->() { return server_.get(); }

  observe::Metrics metrics;
  CountingObserver observer;

 private:
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::unique_ptr<Server> server_;
};

// A socket that listens on a free port of loopback, as a supervisor would pass it on. A small send
// buffer is inherited by the connections that it accepts.
inline UniqueFd listening_socket(int send_buffer_bytes = 0) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM, 0));
  if (send_buffer_bytes > 0) {
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDBUF, &send_buffer_bytes, sizeof send_buffer_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(fd.get(), 64) != 0) {
    throw std::runtime_error("cannot listen");
  }
  return fd;
}

class Client {
 public:
  // `receive_buffer_bytes` of 0 leaves it to the system. Nothing waits longer than `patience`.
  explicit Client(std::uint16_t port,
                  int receive_buffer_bytes = 0,
                  std::chrono::seconds patience = std::chrono::seconds(20))
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer_bytes > 0) {
      ::setsockopt(
          fd_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    }
    const timeval limit{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect");
    }
  }

  // False when the server has gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void end_sending() { ::shutdown(fd_.get(), SHUT_WR); }

  // The next answer, head and body; what had come when the server closed, when it closed before.
  std::string answer() {
    while (true) {
      if (const auto end = buffer_.find("\r\n\r\n"); end != std::string::npos) {
        const auto bytes = end + 4 + length_in(std::string_view(buffer_).substr(0, end + 2));
        if (buffer_.size() >= bytes) return cut(bytes);
      }
      if (!receive()) return cut(buffer_.size());
    }
  }

  std::string get(std::string_view path) {
    send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return answer();
  }

  // What comes next, however much that is; empty at the end.
  std::string some() {
    if (buffer_.empty()) receive();
    return cut(buffer_.size());
  }

  // Everything up to the end of the connection.
  std::string rest() {
    while (receive()) {
    }
    return cut(buffer_.size());
  }

  // Has the server closed in good order (and not been reset, or kept us waiting)?
  bool ended() const { return ended_; }

  void close() { fd_.reset(); }

  // Closes with a reset, as a client that crashes.
  void reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    fd_.reset();
  }

 private:
  bool receive() {
    char bytes[16 * 1024];
    const auto count = ::recv(fd_.get(), bytes, sizeof bytes, 0);
    ended_ = count == 0;
    if (count > 0) buffer_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }

  std::string cut(std::size_t bytes) {
    auto front = buffer_.substr(0, bytes);
    buffer_.erase(0, bytes);
    return front;
  }

  static std::size_t length_in(std::string_view head) {
    constexpr std::string_view kName = "\r\nContent-Length: ";
    const auto at = head.find(kName);
    return at == std::string_view::npos
               ? 0
               : std::stoul(std::string(head.substr(at + kName.size(), 20)));
  }

  UniqueFd fd_;
  std::string buffer_;
  bool ended_ = false;
};

inline std::string body_of(std::string_view answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? "" : std::string(answer.substr(end + 4));
}

}  // namespace vitrine::http::testing
