#include "stub_origin/stub_origin.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "stub_origin/scripts.h"

namespace vitrine::testing {

namespace {

int must(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

std::string path_of(const std::string& target) {
  return target.substr(0, target.find('?'));
}

}  // namespace

StubOrigin::StubOrigin()
    : listening_(must(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")),
      stopped_(must(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  must(::bind(listening_.get(), plain, sizeof(address)), "bind");
  must(::listen(listening_.get(), 128), "listen");
  socklen_t size = sizeof(address);
  must(::getsockname(listening_.get(), plain, &size), "getsockname");
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_until_stopped(); });
}

StubOrigin::~StubOrigin() {
  const std::uint64_t one = 1;
  (void)!::write(stopped_.get(), &one, sizeof(one));
  accepting_.join();
  for (auto& thread : serving_) thread.join();
}

void StubOrigin::on(const std::string& path, Script script) {
  const std::scoped_lock lock(mutex_);
  scripts_[path] = std::move(script);
}

std::string StubOrigin::url(const std::string& path) const {
  return url("127.0.0.1", path);
}

std::string StubOrigin::url(const std::string& host, const std::string& path) const {
  return "http://" + host + ':' + std::to_string(port_) + path;
}

int StubOrigin::count(const std::string& path) const {
  return static_cast<int>(requests(path).size());
}

std::vector<SeenRequest> StubOrigin::requests(const std::string& path) const {
  const std::scoped_lock lock(mutex_);
  std::vector<SeenRequest> matching;
  std::ranges::copy_if(seen_, std::back_inserter(matching), [&path](const SeenRequest& request) {
    return path_of(request.target) == path;
  });
  return matching;
}

int StubOrigin::requests() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<int>(seen_.size());
}

int StubOrigin::connections() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<int>(serving_.size());
}

void StubOrigin::accept_until_stopped() {
  while (true) {
    std::array<pollfd, 2> waited = {pollfd{.fd = listening_.get(), .events = POLLIN, .revents = 0},
                                    pollfd{.fd = stopped_.get(), .events = POLLIN, .revents = 0}};
    ::poll(waited.data(), waited.size(), -1);
    if (waited[1].revents != 0) return;
    UniqueFd socket(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket) continue;
    // Each piece that a script sends is a packet of its own.
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const std::scoped_lock lock(mutex_);
    Connection connection(std::move(socket), stopped_.get(), static_cast<int>(serving_.size()));
    serving_.emplace_back(&StubOrigin::serve, this, std::move(connection));
  }
}

void StubOrigin::serve(Connection connection) {
  while (const auto request = connection.read_request()) {
    script_for (*request)(connection, *request);
  }
}

Script StubOrigin::script_for(const SeenRequest& request) {
  const std::scoped_lock lock(mutex_);
  seen_.push_back(request);
  const auto script = scripts_.find(path_of(request.target));
  return script == scripts_.end() ? answers(404, "no such path") : script->second;
}

}  // namespace vitrine::testing
