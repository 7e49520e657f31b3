#include "jobs/waiters.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace vitrine::jobs {

// Touched on the loop of the waiter only.
struct Waiters::Waiter::State {
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Executor>;

  explicit State(const Executor& on) : executor(on), timer(on) {}

  const Executor executor;
  Timer timer;
  bool woken = false;
};

Waiters::Waiter::Waiter(Waiters& waiters, JobId id, const Executor& executor)
    : waiters_(waiters), id_(std::move(id)), state_(std::make_shared<State>(executor)) {
}

Waiters::Waiter::~Waiter() {
  waiters_.leave(id_, *this);
}

Task<void> Waiters::Waiter::until(SteadyTime time) {
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  const auto state = state_;
  if (!state->woken) {
    state->timer.expires_at(time);
    boost::system::error_code ignored;
    co_await state->timer.async_wait(boost::asio::redirect_error(kAwait, ignored));
  }
  state->woken = false;
}

Result<std::unique_ptr<Waiters::Waiter>> Waiters::enter(JobId id, const Executor& executor) {
  auto waiter = std::unique_ptr<Waiter>();
  const std::scoped_lock lock(mutex_);
  if (entered_ >= waiters_max_) {
    return fail(FailureKind::busy,
                fmt::format("Too many requests wait for jobs ({}); try again", waiters_max_));
  }
  waiter = std::make_unique<Waiter>(*this, id, executor);
  waiters_.emplace(std::move(id), waiter.get());
  ++entered_;
  return waiter;
}

void Waiters::leave(const JobId& id, const Waiter& waiter) {
  const std::scoped_lock lock(mutex_);
  const auto [first, last] = waiters_.equal_range(id);
  const auto found =
      std::find_if(first, last, [&](const auto& one) { return one.second == &waiter; });
  if (found == last) return;
  waiters_.erase(found);
  --entered_;
}

// Under the mutex, so that the waiter, and with it its loop, is there while it is posted to.
void Waiters::wake(const Waiter& waiter) {
  boost::asio::post(waiter.state_->executor, [state = waiter.state_] {
    state->woken = true;
    state->timer.cancel();
  });
}

void Waiters::wake(const JobId& id) {
  const std::scoped_lock lock(mutex_);
  const auto [first, last] = waiters_.equal_range(id);
  std::for_each(first, last, [](const auto& one) { wake(*one.second); });
}

void Waiters::wake_all() {
  const std::scoped_lock lock(mutex_);
  for (const auto& one : waiters_) wake(*one.second);
}

void Waiters::end() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  wake_all();
}

bool Waiters::ended() const {
  const std::scoped_lock lock(mutex_);
  return ended_;
}

std::size_t Waiters::size() const {
  const std::scoped_lock lock(mutex_);
  return entered_;
}

}  // namespace vitrine::jobs
