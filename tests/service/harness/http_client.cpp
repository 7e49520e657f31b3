#include "service/harness/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace vitrine::service {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::size_t to_number(std::string_view text, int base) {
  std::size_t number = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number, base);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    throw std::runtime_error("not a length: \"" + std::string{text} + "\"");
  }
  return number;
}

bool wait_for(int fd, short events, Deadline deadline) {
  pollfd watched{.fd = fd, .events = events, .revents = 0};
  return ::poll(&watched, 1, deadline.milliseconds_left()) > 0;
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& h) { return same_name(h.first, name); });
  return found == headers.end() ? std::string{} : found->second;
}

bool Answer::has(std::string_view name) const {
  return count(name) > 0;
}

int Answer::count(std::string_view name) const {
  return static_cast<int>(
      std::ranges::count_if(headers, [&](const auto& h) { return same_name(h.first, name); }));
}

std::string request_bytes(const Ask& ask) {
  std::string bytes = ask.method + " " + ask.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  for (const auto& [name, value] : ask.headers) bytes += name + ": " + value + "\r\n";
  if (!ask.body.empty()) bytes += "Content-Length: " + std::to_string(ask.body.size()) + "\r\n";
  return bytes + "\r\n" + ask.body;
}

Connection::Connection(std::uint16_t port, std::optional<int> receive_buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  // Before connect(2): a window that has been promised is not taken back.
  if (receive_buffer_bytes) {
    const int bytes = *receive_buffer_bytes;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error(std::string{"cannot connect: "} + std::strerror(errno));
  }
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void Connection::send(std::string_view bytes) {
  if (!try_send(bytes)) throw std::runtime_error("the peer takes no more bytes");
}

bool Connection::try_send(std::string_view bytes) {
  const Deadline deadline{kSoon};
  while (!bytes.empty()) {
    const auto sent =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      return false;
    } else if (!wait_for(socket_.get(), POLLOUT, deadline)) {
      return false;
    }
  }
  return true;
}

bool Connection::receive_more(Deadline deadline) {
  std::array<char, 65536> chunk;
  if (!wait_for(socket_.get(), POLLIN, deadline)) throw std::runtime_error("no answer in time");
  const auto got = ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
  if (got < 0) throw std::runtime_error(std::string{"receive: "} + std::strerror(errno));
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::string Connection::take(std::size_t bytes) {
  const Deadline deadline{kSoon};
  while (buffer_.size() < bytes) {
    if (!receive_more(deadline)) {
      throw std::runtime_error("the body ends after " + std::to_string(buffer_.size()) + " of " +
                               std::to_string(bytes) + " bytes");
    }
  }
  auto taken = buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  return taken;
}

std::string Connection::take_line() {
  const Deadline deadline{kSoon};
  auto end = buffer_.find("\r\n");
  while (end == std::string::npos) {
    if (!receive_more(deadline)) throw std::runtime_error("the head ends early: " + buffer_);
    end = buffer_.find("\r\n");
  }
  auto line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

Answer Connection::read_head() {
  const auto status_line = take_line();
  if (!status_line.starts_with("HTTP/1.") || status_line.size() < 12) {
    throw std::runtime_error("not a status line: " + status_line);
  }
  Answer answer;
  answer.status = static_cast<int>(to_number(std::string_view{status_line}.substr(9, 3), 10));
  for (auto line = take_line(); !line.empty(); line = take_line()) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) throw std::runtime_error("not a header: " + line);
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return answer;
}

void Connection::read_chunks(Answer& answer) {
  for (;;) {
    const auto bytes = to_number(take_line(), 16);
    answer.body += take(bytes);
    if (!take_line().empty()) throw std::runtime_error("a chunk is longer than it says");
    if (bytes == 0) return;
  }
}

void Connection::read_body(Answer& answer) {
  if (answer.header("Transfer-Encoding") == "chunked") return read_chunks(answer);
  if (answer.has("Content-Length")) {
    answer.body = take(to_number(answer.header("Content-Length"), 10));
    return;
  }
  const Deadline deadline{kSoon};
  while (receive_more(deadline)) {
  }
  answer.body = std::exchange(buffer_, {});
}

Answer Connection::read_answer(bool to_head) {
  auto answer = read_head();
  while (answer.status == 100) answer = read_head();
  if (!to_head && answer.status != 204 && answer.status != 304) read_body(answer);
  return answer;
}

std::string Connection::read_until(std::string_view end) {
  const Deadline deadline{kSoon};
  for (;;) {
    const auto at = buffer_.find(end);
    if (at != std::string::npos) return take(at + end.size());
    if (!receive_more(deadline))
      throw std::runtime_error("the peer closed, having sent " + buffer_);
  }
}

bool Connection::has_answer() {
  try {
    return !buffer_.empty() || receive_more(Deadline{kSoon});
  } catch (const std::runtime_error&) {
    return false;
  }
}

Answer Connection::ask(const Ask& ask) {
  send(request_bytes(ask));
  return read_answer(ask.method == "HEAD");
}

std::optional<std::string> Connection::read_to_end(Milliseconds span) {
  const Deadline deadline{span};
  std::array<char, 65536> chunk;
  for (;;) {
    if (!wait_for(socket_.get(), POLLIN, deadline)) return std::nullopt;
    const auto got = ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
    if (got <= 0) return std::exchange(buffer_, {});
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

bool Connection::closed() {
  std::array<char, 65536> chunk;
  const auto got = ::recv(socket_.get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

void Connection::finish_sending() {
  ::shutdown(socket_.get(), SHUT_WR);
}

void Connection::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  socket_.reset();
}

Answer ask(std::uint16_t port, const Ask& ask) {
  Connection connection{port};
  auto closing = ask;
  closing.headers.emplace_back("Connection", "close");
  auto answer = connection.ask(closing);
  const auto rest = connection.read_to_end();
  if (!rest) throw std::runtime_error("the connection was not closed");
  if (!rest->empty()) throw std::runtime_error("bytes follow the answer: " + *rest);
  return answer;
}

}  // namespace vitrine::service
