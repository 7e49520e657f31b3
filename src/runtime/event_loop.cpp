#include "runtime/event_loop.h"

#include <utility>

#include "runtime/thread_name.h"

namespace vitrine {

// UNSAFE_IO removes the locks around descriptors, which one thread never needs; posting from other
// threads stays safe.
EventLoop::EventLoop(std::string name)
    : name_(std::move(name)),
      context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      work_(context_.get_executor()) {
}

EventLoop::~EventLoop() {
  stop();
}

void EventLoop::start() {
  thread_ = std::thread([this] {
    name_this_thread(name_);
    context_.run();
  });
}

void EventLoop::stop() {
  work_.reset();
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

void EventLoop::finish() {
  work_.reset();
  if (thread_.joinable()) thread_.join();
}

}  // namespace vitrine
