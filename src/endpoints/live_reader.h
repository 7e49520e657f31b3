// One reader: the stream of a connection on one side, an outlet of the hub on the other.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "endpoints/live_encoder.h"
#include "http/event_stream.h"
#include "http/stream.h"
#include "http/websocket_frame.h"
#include "live/hub.h"

namespace vitrine::endpoints {

// Lives on: its connection's loop.
class LiveReader final : public http::Stream, public live::Outlet {
 public:
  LiveReader(live::Hub& hub,
             std::unique_ptr<live::Ticket> ticket,
             http::StreamKind kind,
             std::vector<live::Position> since)
      : hub_(hub), ticket_(std::move(ticket)), since_(std::move(since)), kind_(kind) {}

  void opened(http::StreamWire& wire) override {
    // What a browser waits for after its connection was lost.
    constexpr std::chrono::milliseconds kRetry{2000};
    static const auto retry = share(http::retry_text(kRetry));
    wire_ = &wire;
    if (kind_ == http::StreamKind::events) wire.send(retry);
    const auto form = kind_ == http::StreamKind::websocket ? kFrameForm : kEventForm;
    number_ = hub_.join(*ticket_, *this, form, std::exchange(since_, {}));
  }

  void drained() override { hub_.drained(number_); }

  void closed() override {
    wire_ = nullptr;
    hub_.leave(number_);
    ticket_.reset();
  }

  // The reader may no longer read.
  void end() {
    if (wire_ != nullptr) wire_->close(http::close_code::kPolicy, "Log in again");
  }

  void send(const SharedBytes& bytes) override { wire_->send(bytes); }

  std::size_t unsent() const override { return wire_->unsent(); }

 private:
  live::Hub& hub_;
  std::unique_ptr<live::Ticket> ticket_;
  std::vector<live::Position> since_;
  http::StreamWire* wire_ = nullptr;
  std::uint64_t number_ = 0;
  const http::StreamKind kind_;
};

}  // namespace vitrine::endpoints
