// libcurl's transfers, driven by an event loop: sockets and timers that libcurl asks for are waited
// for by Asio, so that any number of fetches share one thread.
#pragma once

#include <memory>
#include <unordered_map>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <curl/curl.h>

#include "runtime/task.h"

namespace vitrine::origin {

// Lives on: its loop.
class Multi {
 public:
  class Listener {
   public:
    // The transfer has ended. Called once, from within libcurl: it must neither add nor remove.
    virtual void ended(CURLcode code) = 0;

   protected:
    ~Listener() = default;
  };

  // Keeps up to `idle_connections_max` connections open for the next fetch from the same origin.
  Multi(const Executor& executor, long idle_connections_max);
  ~Multi();
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;

  // `easy` and `listener` must stay until remove().
  void add(CURL* easy, Listener& listener);
  // Ends a transfer that still runs, without telling its listener.
  void remove(CURL* easy);

 private:
  struct Watch;
  struct Calls;

  void watch(curl_socket_t socket, int events);
  void wait(const std::shared_ptr<Watch>& watch);
  void ready(const std::shared_ptr<Watch>& watch, int events);
  void wake_after(long milliseconds);
  void act(curl_socket_t socket, int events);

  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Executor>;
  Executor executor_;
  Timer timer_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  CURLM* multi_;
};

}  // namespace vitrine::origin
