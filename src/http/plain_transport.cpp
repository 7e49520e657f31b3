#include "http/plain_transport.h"

#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::http {

namespace {

// The largest count that sendfile takes in one call.
constexpr std::uint64_t kFileBytesMax = 0x7ffff000;

ssize_t send_memory(int fd, Outgoing& outgoing) {
  // The head of a file waits for its first bytes, so that they share a packet.
  const int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (outgoing.has_file() ? MSG_MORE : 0);
  const auto parts = outgoing.memory();
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return ::sendmsg(fd, &message, flags);
}

// SIGPIPE is ignored by the whole process, for sendfile has no flag that would suppress it.
ssize_t send_file(int fd, Outgoing& outgoing) {
  auto offset = static_cast<off_t>(outgoing.file_offset());
  const auto bytes = std::min(outgoing.file_bytes(), kFileBytesMax);
  return ::sendfile(fd, outgoing.file(), &offset, static_cast<std::size_t>(bytes));
}

}  // namespace

std::size_t PlainTransport::send_text(std::string_view bytes) {
  const auto count =
      ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

Sent PlainTransport::send(Outgoing& outgoing) {
  const int fd = socket_.native_handle();
  while (!outgoing.empty()) {
    const bool memory = outgoing.has_memory();
    const auto count = memory ? send_memory(fd, outgoing) : send_file(fd, outgoing);
    if (count < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN || errno == EWOULDBLOCK ? Sent::part : Sent::failed;
    }
    // A file that has become shorter than it was cannot be sent as announced.
    if (count == 0) return Sent::failed;
    if (memory) {
      outgoing.memory_sent(static_cast<std::size_t>(count));
    } else {
      outgoing.file_sent(static_cast<std::uint64_t>(count));
    }
  }
  return Sent::all;
}

Task<bool> PlainTransport::send_more(Outgoing& outgoing) {
  auto [error] = co_await socket_.async_wait(Socket::wait_write, kAsTuple);
  if (error) co_return false;
  co_return send(outgoing) != Sent::failed;
}

void PlainTransport::end_sending() {
  boost::system::error_code ignored;  // the client may be gone already
  socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace vitrine::http
