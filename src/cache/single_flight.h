// Many callers, one piece of work: whoever asks for a key while its work is under way gets the same
// answer, failure or value. The work belongs to nobody: when the caller that started it goes away,
// the others still get their answer.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "failure/result.h"
#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::cache {

// T is copyable and cheap to copy (a shared_ptr, a small struct of them).
// Lives on: any thread (mutex). Callers may be on different event loops; each resumes on its own.
//
// A caller waits until the flight ends, however its own client fares. Event loops are stopped after
// TaskGroup::wait_for, when no flight is left.
template <class T>
class SingleFlight {
  struct Flight {
    std::mutex mutex;
    bool landed = false;
    std::vector<std::move_only_function<void()>> waiting;
    // Written once, before `landed`; read without the mutex after it.
    std::optional<Result<T>> outcome;
    std::exception_ptr thrown;
  };

  struct State {
    std::mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights;
  };

 public:
  explicit SingleFlight(TaskGroup& tasks) : tasks_(tasks), state_(std::make_shared<State>()) {}

  // `work` is called at most once per flight, on the loop of the caller that started it.
  // An exception out of `work` is thrown to every caller.
  Task<Result<T>> run(std::string key, std::function<Task<Result<T>>()> work) {
    const Executor executor = co_await boost::asio::this_coro::executor;
    auto [flight, started] = join_or_start(key);
    if (started) {
      tasks_.start(executor, "flight", fly(state_, flight, std::move(key), std::move(work)));
    }
    co_await arrival(flight);
    if (flight->thrown) std::rethrow_exception(flight->thrown);
    co_return *flight->outcome;
  }

  // A flight that its owner lands by hand, because one piece of work answers several keys. Movable;
  // lives on: one job, like the work. Its owner never waits for another flight: two that wait for
  // each other would wait for ever.
  class Claim {
   public:
    Claim(Claim&& other) noexcept = default;
    Claim& operator=(Claim&&) = delete;

    // Those who wait get a failure when nothing was landed.
    ~Claim() {
      if (flight_) land(fail(FailureKind::unavailable, "It was given up"));
    }

    // Once.
    void land(Result<T> outcome) {
      flight_->outcome.emplace(std::move(outcome));
      SingleFlight::land(*state_, *flight_, key_);
      flight_.reset();
    }

   private:
    friend class SingleFlight;

    Claim(std::shared_ptr<State> state, std::shared_ptr<Flight> flight, std::string key)
        : state_(std::move(state)), flight_(std::move(flight)), key_(std::move(key)) {}

    std::shared_ptr<State> state_;
    std::shared_ptr<Flight> flight_;
    std::string key_;
  };

  // Absent while the key is being worked on.
  std::optional<Claim> claim(std::string key) {
    auto [flight, started] = join_or_start(key);
    if (!started) return std::nullopt;
    return Claim(state_, std::move(flight), std::move(key));
  }

  // How many keys are being worked on.
  std::size_t flying() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->flights.size();
  }

 private:
  std::pair<std::shared_ptr<Flight>, bool> join_or_start(const std::string& key) {
    const std::scoped_lock lock(state_->mutex);
    auto [place, started] = state_->flights.try_emplace(key);
    if (started) place->second = std::make_shared<Flight>();
    return {place->second, started};
  }

  // Keeps alive what it needs, so that it may end after the SingleFlight.
  static Task<void> fly(std::shared_ptr<State> state,
                        std::shared_ptr<Flight> flight,
                        std::string key,
                        std::function<Task<Result<T>>()> work) {
    try {
      Result<T> outcome = co_await work();
      flight->outcome.emplace(std::move(outcome));
    } catch (...) {
      flight->thrown = std::current_exception();
    }
    land(*state, *flight, key);
  }

  // Whoever waits goes on.
  static void land(State& state, Flight& flight, const std::string& key) {
    {
      // Whoever asks from here on starts a new flight.
      const std::scoped_lock lock(state.mutex);
      state.flights.erase(key);
    }
    std::vector<std::move_only_function<void()>> waiting;
    {
      const std::scoped_lock lock(flight.mutex);
      flight.landed = true;
      waiting.swap(flight.waiting);
    }
    for (auto& wake : waiting) wake();
  }

  // Suspends until the flight has landed.
  static Task<void> arrival(std::shared_ptr<Flight> flight) {
    constexpr boost::asio::use_awaitable_t<Executor> kAwait;
    auto wait = [](auto handler, const std::shared_ptr<Flight>& awaited) {
      // The guard keeps the caller's loop alive until the answer is posted to it.
      auto guard = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
      std::move_only_function<void()> wake = [handler = std::move(handler),
                                              guard = std::move(guard)]() mutable {
        auto executor = guard.get_executor();
        boost::asio::post(executor, std::move(handler));
      };
      {
        const std::scoped_lock lock(awaited->mutex);
        if (!awaited->landed) {
          awaited->waiting.push_back(std::move(wake));
          return;
        }
      }
      wake();
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void()>(
        std::move(wait), kAwait, std::move(flight));
  }

  TaskGroup& tasks_;
  std::shared_ptr<State> state_;
};

}  // namespace vitrine::cache
