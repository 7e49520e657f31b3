// One connection to the stub origin, as a script sees it: raw bytes, so that an answer can be as
// wrong as it likes.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/unique_fd.h"

namespace vitrine::testing {

struct SeenRequest {
  std::string method;
  // As it was sent, with its query.
  std::string target;
  // Names in lower case.
  std::map<std::string, std::string> headers;
  // Which connection it came on, counted from 0.
  int connection = 0;

  // "" when it was not sent.
  std::string header(const std::string& name) const;
};

// Lives on: its own thread. Every wait ends when the stub stops or the client goes away.
class Connection {
 public:
  // `stopped` becomes readable when the stub stops.
  Connection(UniqueFd socket, int stopped, int number);

  // Absent when the client has gone or sends what is no request.
  std::optional<SeenRequest> read_request();
  void send(std::string_view bytes);
  // Sends a few bytes at a time, with a pause after each; until the client has had enough.
  void drip(std::string_view bytes, std::size_t at_once, std::chrono::milliseconds pause);
  // Says nothing until the client goes away.
  void stall();
  // The client sees "connection reset by peer".
  void reset();

  // No request is read after this one.
  void close_after() { open_ = false; }

  bool open() const { return open_; }

 private:
  // false when the time is up; the connection is not open any more when it ended meanwhile.
  bool wait_readable(std::chrono::milliseconds limit);
  bool wait_for(short events, int limit_ms);

  UniqueFd socket_;
  const int stopped_;
  const int number_;
  bool open_ = true;
  std::string buffer_;
};

}  // namespace vitrine::testing
