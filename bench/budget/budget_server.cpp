// What one request costs the server, in numbers that a busy machine does not change: instructions
// (run it under callgrind) and heap allocations. bench/budget/check.sh runs it twice, with few and
// with many requests, and takes the difference, so that start and stop do not count.
//
//   budget_server REQUESTS    serves one trivial route to a client process of its own, on 16
//                             keep-alive connections, and prints "allocations=N": those of this
//                             process between the 400th request, when every connection has had
//                             some, and the last.
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"
#include "runtime/event_loop.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

// glibc's own allocator, counted. operator new calls malloc, so this sees both.
extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* old, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);

void* malloc(std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(bytes);
}

void* calloc(std::size_t count, std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_calloc(count, bytes);
}

void* realloc(void* old, std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_realloc(old, bytes);
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_memalign(alignment, bytes);
}
}

namespace {

using namespace vitrine;

constexpr int kConnections = 16;
constexpr std::string_view kRequest = "GET /t HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

class NoObserver final : public http::RequestObserver {
 public:
  void finished(const http::RequestRecord&) override {}

  void tick(std::size_t) override {}
};

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  return fd;
}

void receive_answer(int fd) {
  std::array<char, 4096> bytes;
  const auto count = ::recv(fd, bytes.data(), bytes.size(), 0);
  const std::string_view answer(bytes.data(), static_cast<std::size_t>(count > 0 ? count : 0));
  if (!answer.starts_with("HTTP/1.1 200 ") || !answer.ends_with("hello")) {
    std::fprintf(stderr, "unexpected answer\n");
    std::exit(1);
  }
}

// Every connection has one request on its way at a time.
int run_client(std::uint16_t port, int requests) {
  std::array<int, kConnections> connections;
  for (int& fd : connections) fd = connect_to(port);
  for (int sent = 0; sent < requests; sent += kConnections) {
    for (const int fd : connections) ::send(fd, kRequest.data(), kRequest.size(), 0);
    for (const int fd : connections) receive_answer(fd);
  }
  for (const int fd : connections) ::close(fd);
  return 0;
}

struct Count {
  std::uint64_t requests = 0;
  std::uint64_t allocations_warm = 0;
  std::uint64_t allocations_last = 0;

  void request() {
    constexpr std::uint64_t kWarmUp = 400;
    allocations_last = allocations.load(std::memory_order_relaxed);
    if (++requests == kWarmUp) allocations_warm = allocations_last;
  }
};

// `count` is touched by the loop only, and read when that has stopped.
http::Router trivial_route(Count& count) {
  http::Router router;
  router.add(http::Method::get, "/t", [&count](const http::Request&) -> http::Answer {
    count.request();
    http::Response response(200);
    response.header("Content-Type", "text/plain").body(http::StaticText{"hello"});
    return response;
  });
  return router;
}

// The client is a program of its own, so that callgrind does not count it.
int wait_for_client(const char* program, std::uint16_t port, const char* requests) {
  const auto port_text = std::to_string(port);
  std::array<char*, 5> arguments = {const_cast<char*>(program),
                                    const_cast<char*>("client"),
                                    const_cast<char*>(port_text.c_str()),
                                    const_cast<char*>(requests),
                                    nullptr};
  pid_t client = 0;
  if (::posix_spawn(&client, program, nullptr, nullptr, arguments.data(), environ) != 0) {
    return 1;
  }
  int status = 1;
  ::waitpid(client, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int run_server(const char* program, const char* requests) {
  Count count;
  NoObserver observer;
  observe::Metrics metrics;
  observe::Log log({});
  EventLoop loop("shard");
  http::Server server({}, trivial_route(count), {&loop}, {}, observer, metrics, log);
  loop.start();
  server.start();
  const int failed = wait_for_client(program, server.port(), requests);
  server.stop();
  std::printf("allocations=%llu\n",
              static_cast<unsigned long long>(count.allocations_last - count.allocations_warm));
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "client") {
    return run_client(static_cast<std::uint16_t>(std::atoi(argv[2])), std::atoi(argv[3]));
  }
  if (argc != 2) {
    std::fprintf(stderr, "usage: budget_server REQUESTS\n");
    return 2;
  }
  return run_server(argv[0], argv[1]);
}
