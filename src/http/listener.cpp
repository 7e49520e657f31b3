#include "http/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <boost/asio/ip/address.hpp>

namespace vitrine::http {

namespace {

// Connections accepted before others on the loop get their turn.
constexpr int kBatchMax = 64;
// How long accepting rests when the process has no descriptor left: the connections wait in the
// queue meanwhile, and trying at once again would only burn the processor.
constexpr std::chrono::milliseconds kRest{100};

[[noreturn]] void cannot_listen(const std::string& address, std::uint16_t port, int error) {
  throw std::runtime_error("Cannot listen on " + address + ":" + std::to_string(port) + ": " +
                           std::generic_category().message(error));
}

enum class Sharing : std::uint8_t { no, with_siblings };

UniqueFd bound_to(const std::string& address, std::uint16_t port, Sharing sharing) {
  boost::system::error_code error;
  const Tcp::endpoint endpoint(boost::asio::ip::make_address(address, error), port);
  if (error) cannot_listen(address, port, EINVAL);
  const auto protocol = endpoint.protocol();
  UniqueFd fd(::socket(protocol.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  const int shares = sharing == Sharing::with_siblings ? 1 : 0;
  const bool bound =
      fd && ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &shares, sizeof shares) == 0 &&
      ::bind(fd.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0;
  if (!bound) cannot_listen(address, port, errno);
  return fd;
}

Tcp family_of(int listening) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size);
  return address.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4();
}

}  // namespace

UniqueFd listen_on(const std::string& address, std::uint16_t port) {
  auto fd = bound_to(address, port, Sharing::with_siblings);
  if (::listen(fd.get(), SOMAXCONN) != 0) cannot_listen(address, port, errno);
  return fd;
}

void check_nobody_listens_on(const std::string& address, std::uint16_t port) {
  if (port != 0) bound_to(address, port, Sharing::no);
}

void adopt(const UniqueFd& listening) {
  int listens = 0;
  socklen_t size = sizeof listens;
  if (::getsockopt(listening.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 ||
      listens == 0) {
    throw std::runtime_error("Descriptor " + std::to_string(listening.get()) +
                             " was passed on to listen on, but it is no listening socket");
  }
  ::fcntl(listening.get(), F_SETFD, FD_CLOEXEC);
  ::fcntl(listening.get(), F_SETFL, ::fcntl(listening.get(), F_GETFL) | O_NONBLOCK);
}

std::uint16_t port_of(int listening) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size);
  const auto port = address.ss_family == AF_INET6
                        ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                        : reinterpret_cast<const sockaddr_in&>(address).sin_port;
  return ntohs(port);
}

Listener::Listener(const Executor& executor,
                   UniqueFd listening,
                   Accepted accepted,
                   const Refusals& refusals,
                   observe::Log& log)
    : acceptor_(executor),
      accepted_(std::move(accepted)),
      refusals_(refusals),
      log_(log),
      pause_(executor) {
  acceptor_.assign(family_of(listening.get()), listening.get());
  listening.release();
}

Task<void> Listener::run(std::shared_ptr<void> owner, Listener& listener) {
  while (listener.accepting_) {
    auto [error] = co_await listener.acceptor_.async_wait(Acceptor::wait_read, kAsTuple);
    if (error || !listener.accepting_) co_return;
    const bool rested = std::exchange(listener.resting_, false);
    if (listener.accept_batch() == Batch::done) continue;
    listener.resting_ = true;
    if (!rested) {
      listener.log_.warning("http",
                            "no descriptor is left for another connection; accepting rests");
    }
    listener.pause_.expires_after(kRest);
    auto [interrupted] = co_await listener.pause_.async_wait(kAsTuple);
    if (interrupted) co_return;
  }
}

// accept4 and not Asio's accept: a descriptor without close-on-exec, even for a moment, could end
// up in the next binary, and its connection would never close.
Listener::Batch Listener::accept_batch() {
  for (int i = 0; i < kBatchMax; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    UniqueFd fd(::accept4(acceptor_.native_handle(),
                          reinterpret_cast<sockaddr*>(&peer),
                          &size,
                          SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd) {
      accepted_(std::move(fd), peer);
      continue;
    }
    switch (errno) {
      case EMFILE:
      case ENFILE:
      case ENOBUFS:
      case ENOMEM:
        refusals_.count(Refusal::descriptors);
        return Batch::out_of_descriptors;
      case EAGAIN:
        return Batch::done;
      default:
        break;  // this client has given up; the next one may not have
    }
  }
  return Batch::done;
}

void Listener::stop_accepting() {
  accepting_ = false;
  boost::system::error_code ignored;
  acceptor_.cancel(ignored);
  pause_.cancel();
}

void Listener::close() {
  stop_accepting();
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

}  // namespace vitrine::http
