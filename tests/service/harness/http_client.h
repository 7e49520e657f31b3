// A client that speaks HTTP/1.1 on a plain socket, byte by byte where a test wants that. It checks
// the framing of every answer, so a body that is cut or too long is an error and not a short
// string. Lives on: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/unique_fd.h"
#include "service/harness/patience.h"

namespace vitrine::service {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;
  Headers headers = {};
  std::string body = {};

  // Case-insensitive; empty when there is none.
  std::string header(std::string_view name) const;
  bool has(std::string_view name) const;
  // How often a header of that name is there.
  int count(std::string_view name) const;
};

struct Ask {
  std::string method = "GET";
  std::string target = "/";
  Headers headers = {};
  std::string body = {};
};

// The bytes of a request with Host, and Content-Length when there is a body.
std::string request_bytes(const Ask& ask);

// Every call throws std::runtime_error when the peer breaks the framing or `kSoon` passes.
class Connection {
 public:
  // With a small receive buffer the server soon cannot send any more to one that does not read.
  explicit Connection(std::uint16_t port, std::optional<int> receive_buffer_bytes = {});

  void send(std::string_view bytes);
  // As much as the peer takes; false when it has closed or reset.
  bool try_send(std::string_view bytes);
  // One answer. `to_head` is for answers to HEAD, which have a length and no body.
  Answer read_answer(bool to_head = false);
  // Only the head of one that does not end, as a WebSocket's.
  Answer read_head();
  // What follows, up to and with the next `end`.
  std::string read_until(std::string_view end);
  // False when the peer has closed without a further byte.
  bool has_answer();
  Answer ask(const Ask& ask);
  // Everything until the peer closes or resets; absent when it does not within `span`.
  std::optional<std::string> read_to_end(Milliseconds span = kSoon);
  // Has the peer ended the connection by now? What it sent before is lost.
  bool closed();
  // Ends our direction; answers can still be read.
  void finish_sending();
  // Closes with a reset, as a crashed client does.
  void reset();

 private:
  bool receive_more(Deadline deadline);
  void read_body(Answer& answer);
  void read_chunks(Answer& answer);
  std::string take(std::size_t bytes);
  std::string take_line();

  UniqueFd socket_;
  std::string buffer_;
};

// One request on a connection of its own.
Answer ask(std::uint16_t port, const Ask& ask);

}  // namespace vitrine::service
