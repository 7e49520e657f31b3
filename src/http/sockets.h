// Asio's types as this room uses them: concrete executors, and results instead of exceptions.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "runtime/task.h"

namespace vitrine::http {

using Tcp = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Executor>;

// co_await of an operation with this token gives a tuple that begins with its error code: a client
// that leaves is not an exception. (`deferred` needs no coroutine frame of its own, unlike
// use_awaitable.)
inline constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::deferred);

}  // namespace vitrine::http
