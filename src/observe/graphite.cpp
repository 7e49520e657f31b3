#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "observe/event_host.h"
#include "observe/outbound.h"

namespace vitrine::observe {

namespace {

constexpr std::chrono::milliseconds kTimeMax{1000};
// After failed attempts the next one waits for 1, 2, 4, then this many calls.
constexpr int kPauseMax = 8;

class Graphite final : public EventHost {
 public:
  explicit Graphite(HostAddress address) : host_(std::move(address)) {}

  Result<void> send(std::span<const Increment> increments,
                    std::chrono::system_clock::time_point time) override {
    TRY_VOID(prepare());
    const auto unix_time =
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    std::string lines;
    for (const auto& [name, n] : increments) {
      fmt::format_to(std::back_inserter(lines), "{} {} {}\n", name, n, unix_time);
    }
    // Some lines may have arrived before the connection broke. Reporting a failure would send them
    // twice, so the rest is given up.
    if (!send_all(socket_, lines, kTimeMax)) socket_ = Socket();
    return {};
  }

 private:
  Result<void> prepare() {
    if (socket_ && !is_closed(socket_)) return {};
    socket_ = Socket();
    if (pause_left_ > 0) {
      --pause_left_;
      return fail(FailureKind::unavailable, "waiting before the next attempt to connect");
    }
    auto connected = connect_to(host_, kTimeMax);
    if (!connected) {
      pause_ = std::clamp(pause_ * 2, 1, kPauseMax);
      pause_left_ = pause_ - 1;
      return std::unexpected(std::move(connected).error());
    }
    pause_ = 0;
    socket_ = *std::move(connected);
    return {};
  }

  const HostAddress host_;
  Socket socket_;
  int pause_ = 0;
  int pause_left_ = 0;
};

}  // namespace

std::unique_ptr<EventHost> make_graphite(HostAddress address) {
  return std::make_unique<Graphite>(std::move(address));
}

}  // namespace vitrine::observe
