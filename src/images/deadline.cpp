#include "images/deadline.h"

#include <utility>

#include <fmt/format.h>

namespace vitrine::images {

namespace {

using Clock = std::chrono::steady_clock;

void stop_when_passed(VipsImage* image, VipsProgress* /*progress*/, gpointer deadline) {
  if (static_cast<const Deadline*>(deadline)->passed()) vips_image_set_kill(image, TRUE);
}

}  // namespace

Deadline::Deadline(std::chrono::milliseconds time_max, const std::atomic<bool>& cancelled)
    : time_max_(time_max),
      end_((Clock::now() + time_max).time_since_epoch().count()),
      cancelled_(cancelled) {
}

bool Deadline::passed() const {
  return cancelled_.load(std::memory_order_relaxed) ||
         Clock::now().time_since_epoch().count() >= end_.load(std::memory_order_relaxed);
}

void Deadline::check() const {
  if (passed()) throw vips::VError("the deadline has passed");
}

Failure Deadline::failure() const {
  if (cancelled_.load(std::memory_order_relaxed)) {
    return {FailureKind::timeout, "The picture was given up before it was finished", "cancelled"};
  }
  return {FailureKind::timeout,
          fmt::format("The picture took longer than {} ms to make", time_max_.count()),
          {}};
}

Watch::Watch(vips::VImage image, const Deadline& deadline) : image_(std::move(image)) {
  vips_image_set_progress(image_.get_image(), TRUE);
  // The handler only reads; GLib's pointer has no const.
  auto* data = const_cast<Deadline*>(&deadline);
  handler_ = g_signal_connect(image_.get_image(), "eval", G_CALLBACK(stop_when_passed), data);
}

Watch::~Watch() {
  g_signal_handler_disconnect(image_.get_image(), handler_);
  vips_image_set_progress(image_.get_image(), FALSE);
}

}  // namespace vitrine::images
