// Ports that take what is sent to them, as statsd (UDP) and graphite (TCP) do.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "runtime/unique_fd.h"
#include "service/harness/listener.h"

namespace vitrine::service {

// Lives on: any thread (mutex).
class DatagramCatcher {
 public:
  DatagramCatcher();
  ~DatagramCatcher();

  std::uint16_t port() const { return port_; }

  // Every datagram so far, one after the other.
  std::string received() const;

 private:
  UniqueFd socket_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::string received_;
  std::thread thread_;
};

// Lives on: any thread (mutex). Takes any number of connections.
class StreamCatcher {
 public:
  StreamCatcher();
  ~StreamCatcher();

  std::uint16_t port() const { return listener_.port; }

  std::string received() const;

 private:
  void serve();

  Listener listener_;
  UniqueFd stop_;
  mutable std::mutex mutex_;
  std::string received_;
  std::thread thread_;
};

}  // namespace vitrine::service
