// Task<T>: a coroutine that yields a T, lazily started, resumed on the event loop that awaits it.
//
// Parameters by value, except references to rooms and to values that the caller keeps alive while
// it awaits at once. No capturing lambda as a coroutine. No lock across co_await.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace vitrine {

// Concrete, never any_io_executor: type erasure costs on every operation of the hot path.
using Executor = boost::asio::io_context::executor_type;

template <class T>
using Task = boost::asio::awaitable<T, Executor>;

}  // namespace vitrine
