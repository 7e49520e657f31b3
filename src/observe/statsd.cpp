#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "observe/event_host.h"
#include "observe/outbound.h"

namespace vitrine::observe {

namespace {

// Fits an Ethernet frame with room for tunnels.
constexpr std::size_t kDatagramBytes = 1400;
// The resolved address is used for so many seconds (calls), then asked for anew.
constexpr int kAddressCalls = 60;

class Statsd final : public EventHost {
 public:
  explicit Statsd(HostAddress address) : host_(std::move(address)) {}

  Result<void> send(std::span<const Increment> increments,
                    std::chrono::system_clock::time_point /*time*/) override {
    TRY_VOID(prepare());
    std::string datagram;
    std::string line;
    for (const auto& [name, n] : increments) {
      line.clear();
      fmt::format_to(std::back_inserter(line), "{}:{}|c\n", name, n);
      if (datagram.size() + line.size() > kDatagramBytes) send_datagram(datagram);
      datagram += line;
    }
    send_datagram(datagram);
    return {};
  }

 private:
  Result<void> prepare() {
    if (socket_ && --calls_left_ > 0) return {};
    TRY(const auto addresses, resolve(host_, SOCK_DGRAM));
    address_ = addresses.front();
    socket_ = Socket(::socket(address_.family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket_) return fail(FailureKind::unavailable, "no socket");
    calls_left_ = kAddressCalls;
    return {};
  }

  // The socket is not connected, so that a port where nobody listens is not reported here, once for
  // every datagram that did arrive. A full send buffer loses the datagram, as a network may.
  void send_datagram(std::string& datagram) {
    if (!datagram.empty()) datagram.pop_back();
    ::sendto(socket_.get(),
             datagram.data(),
             datagram.size(),
             MSG_NOSIGNAL,
             address_.get(),
             address_.bytes);
    datagram.clear();
  }

  const HostAddress host_;
  Socket socket_;
  SocketAddress address_;
  int calls_left_ = 0;
};

}  // namespace

std::unique_ptr<EventHost> make_statsd(HostAddress address) {
  return std::make_unique<Statsd>(std::move(address));
}

}  // namespace vitrine::observe
