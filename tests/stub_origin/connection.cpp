#include "stub_origin/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cctype>
#include <sstream>
#include <utility>

namespace vitrine::testing {

namespace {

constexpr int kForEver = -1;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

SeenRequest parse(const std::string& head, int connection) {
  std::istringstream lines(head);
  SeenRequest request;
  request.connection = connection;
  lines >> request.method >> request.target;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (line.ends_with('\r')) line.pop_back();
    const auto colon = line.find(": ");
    if (colon != std::string::npos) {
      request.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
  }
  return request;
}

}  // namespace

std::string SeenRequest::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

Connection::Connection(UniqueFd socket, int stopped, int number)
    : socket_(std::move(socket)), stopped_(stopped), number_(number) {
}

std::optional<SeenRequest> Connection::read_request() {
  while (open_) {
    if (const auto end = buffer_.find("\r\n\r\n"); end != std::string::npos) {
      auto request = parse(buffer_.substr(0, end), number_);
      buffer_.erase(0, end + 4);
      return request;
    }
    if (!wait_for(POLLIN, kForEver)) break;
    std::array<char, 4096> piece{};
    const auto got = ::recv(socket_.get(), piece.data(), piece.size(), 0);
    if (got <= 0) break;
    buffer_.append(piece.data(), static_cast<std::size_t>(got));
  }
  open_ = false;
  return std::nullopt;
}

void Connection::send(std::string_view bytes) {
  while (open_ && !bytes.empty()) {
    if (!wait_for(POLLOUT, kForEver)) return;
    const auto sent =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      open_ = false;
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Connection::drip(std::string_view bytes,
                      std::size_t at_once,
                      std::chrono::milliseconds pause) {
  while (open_ && !bytes.empty()) {
    send(bytes.substr(0, at_once));
    bytes.remove_prefix(std::min(at_once, bytes.size()));
    wait_readable(pause);
  }
}

void Connection::stall() {
  while (open_) wait_readable(std::chrono::milliseconds{kForEver});
}

void Connection::reset() {
  const linger hard{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
  socket_.reset();
  open_ = false;
}

bool Connection::wait_readable(std::chrono::milliseconds limit) {
  if (!wait_for(POLLIN, static_cast<int>(limit.count()))) return false;
  char byte = 0;
  if (::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) open_ = false;
  return true;
}

bool Connection::wait_for(short events, int limit_ms) {
  std::array<pollfd, 2> waited = {pollfd{.fd = socket_.get(), .events = events, .revents = 0},
                                  pollfd{.fd = stopped_, .events = POLLIN, .revents = 0}};
  const int ready = ::poll(waited.data(), waited.size(), limit_ms);
  if (waited[1].revents != 0) {
    open_ = false;
    return false;
  }
  return ready > 0;
}

}  // namespace vitrine::testing
