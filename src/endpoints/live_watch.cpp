#include "endpoints/live_watch.h"

#include <utility>

#include "runtime/sleep.h"
#include "runtime/this_loop.h"

namespace vitrine::endpoints {

namespace {

// How soon stop() is noticed.
constexpr std::chrono::milliseconds kLookUp{400};

}  // namespace

void LiveWatch::add(std::weak_ptr<LiveReader> reader, Executor loop, StillMay still_may) {
  auto one = std::make_shared<const Watched>(std::move(reader), loop, std::move(still_may));
  const std::scoped_lock lock(mutex_);
  watched_.push_back(std::move(one));
}

std::size_t LiveWatch::watched() const {
  const std::scoped_lock lock(mutex_);
  return watched_.size();
}

std::vector<std::shared_ptr<const LiveWatch::Watched>> LiveWatch::those_who_read() {
  const std::scoped_lock lock(mutex_);
  std::erase_if(watched_, [](const auto& one) { return one->reader.expired(); });
  return watched_;
}

Task<void> LiveWatch::ask_all() {
  for (const auto& one : those_who_read()) {
    if (stopping_) co_return;
    const auto may = co_await one->still_may();
    if (!may || *may) continue;
    post_to(one->loop, [reader = one->reader] {
      if (const auto here = reader.lock()) here->end();
    });
  }
}

Task<void> LiveWatch::run() {
  while (!stopping_) {
    for (auto waited = std::chrono::milliseconds(0); waited < kAskAgain && !stopping_;
         waited += kLookUp) {
      co_await sleep_for(kLookUp);
    }
    co_await ask_all();
  }
}

}  // namespace vitrine::endpoints
