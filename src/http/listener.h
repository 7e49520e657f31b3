// One listening socket on one loop.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/refusals.h"
#include "http/sockets.h"
#include "observe/log.h"
#include "runtime/unique_fd.h"

namespace vitrine::http {

// A TCP socket that listens on `address`:`port` (0: any free one), one of several on the same port.
// Throws std::runtime_error that names the address and the reason.
UniqueFd listen_on(const std::string& address, std::uint16_t port);

// Throws std::runtime_error when somebody listens there already. Without this look, SO_REUSEPORT
// would let two servers share a port unnoticed. Port 0 is always free.
void check_nobody_listens_on(const std::string& address, std::uint16_t port);

// Makes a socket that was passed on ready for use. Throws std::runtime_error when it does not
// listen.
void adopt(const UniqueFd& listening);

std::uint16_t port_of(int listening);

// Lives on: its loop.
class Listener {
 public:
  // What becomes of an accepted connection. Its descriptor is non-blocking and closed on exec.
  using Accepted = std::function<void(UniqueFd fd, const sockaddr_storage& peer)>;

  Listener(const Executor& executor,
           UniqueFd listening,
           Accepted accepted,
           const Refusals& refusals,
           observe::Log& log);

  // Accepts until stop_accepting(). `owner` keeps this object alive.
  static Task<void> run(std::shared_ptr<void> owner, Listener& listener);
  // The socket stays open: closing it would reset the connections in its queue.
  void stop_accepting();
  void close();

 private:
  enum class Batch : std::uint8_t { done, out_of_descriptors };

  Batch accept_batch();

  Acceptor acceptor_;
  const Accepted accepted_;
  const Refusals& refusals_;
  observe::Log& log_;
  Timer pause_;
  bool accepting_ = true;
  bool resting_ = false;
};

}  // namespace vitrine::http
