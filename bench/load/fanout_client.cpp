// Many WebSocket readers in one process, for the cell `fanout`: opens them, publishes messages one
// after the other, and tells how long each took to reach the last reader, and how long a picture
// that was asked for meanwhile had to wait.
//
//   fanout_client PORT SUBSCRIBE_TARGET PUBLISH_TARGET READERS MESSAGES PICTURE_TARGET
//
// Prints "ready BYTES" when every reader has read what it gets on connect, waits for a line, works,
// and prints one line of JSON. PICTURE_TARGET may be "-".
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    give_up("connect");
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

void send_all(int fd, std::string_view bytes) {
  if (::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
    give_up("send");
  }
}

// One answer with a Content-Length, or one without a body.
void read_answer(int fd) {
  std::string text;
  char bytes[65536];
  while (true) {
    const auto end = text.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto at = text.find("Content-Length: ");
      const auto length = at == std::string::npos || at > end
                              ? 0
                              : std::strtoul(text.c_str() + at + 16, nullptr, 10);
      if (text.size() >= end + 4 + length) return;
    }
    const auto count = ::recv(fd, bytes, sizeof bytes, 0);
    if (count <= 0) give_up("recv");
    text.append(bytes, static_cast<std::size_t>(count));
  }
}

// Counts whole frames of a server; control frames are few and counted apart.
struct Reader {
  int fd = -1;
  std::string rest;
  std::uint64_t messages = 0;
  std::size_t message_bytes = 0;

  void read() {
    char bytes[16384];
    const auto count = ::recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (count == 0) give_up("a reader was cut off");
    if (count < 0) return;
    rest.append(bytes, static_cast<std::size_t>(count));
    while (rest.size() >= 2) {
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
      std::size_t length = byte(1) & 0x7F;
      std::size_t head = 2;
      if (length == 126) {
        if (rest.size() < 4) return;
        length = byte(2) << 8 | byte(3);
        head = 4;
      }
      if (rest.size() < head + length) return;
      if ((byte(0) & 0x0F) < 8) {
        ++messages;
        message_bytes = length;
      }
      rest.erase(0, head + length);
    }
  }
};

class Crowd {
 public:
  Crowd(int port, const std::string& target, std::size_t size) : readers_(size) {
    poll_ = ::epoll_create1(EPOLL_CLOEXEC);
    const auto request = "GET " + target +
                         " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                         "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    for (std::size_t i = 0; i < size; ++i) {
      auto& reader = readers_[i];
      reader.fd = connect_to(port);
      send_all(reader.fd, request);
      std::string head;
      char byte = 0;
      while (!head.ends_with("\r\n\r\n")) {
        if (::recv(reader.fd, &byte, 1, 0) != 1) give_up("no upgrade");
        head += byte;
      }
      if (!head.starts_with("HTTP/1.1 101")) give_up(head.c_str());
      epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, reader.fd, &event);
    }
  }

  // Until every reader has had so many messages; false after a while without any.
  bool read_until(std::uint64_t messages) {
    std::size_t there = 0;
    for (const auto& reader : readers_) there += reader.messages >= messages;
    epoll_event events[512];
    while (there < readers_.size()) {
      const int count = ::epoll_wait(poll_, events, 512, 1000);
      if (count <= 0) return false;
      for (int i = 0; i < count; ++i) {
        auto& reader = readers_[events[i].data.u64];
        const bool before = reader.messages >= messages;
        reader.read();
        there += !before && reader.messages >= messages;
      }
    }
    return true;
  }

  std::uint64_t messages() const {
    std::uint64_t all = 0;
    for (const auto& reader : readers_) all += reader.messages;
    return all;
  }

  std::uint64_t most() const {
    std::uint64_t most = 0;
    for (const auto& reader : readers_) most = std::max(most, reader.messages);
    return most;
  }

  std::size_t message_bytes() const { return readers_.front().message_bytes; }

 private:
  std::vector<Reader> readers_;
  int poll_ = -1;
};

// Asks for a picture again and again, before anything else that this core has to do.
class Prober {
 public:
  Prober(int port, std::string target) {
    if (target == "-") return;
    thread_ = std::thread([this, port, target = std::move(target)] {
      sched_param priority{.sched_priority = 1};
      ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &priority);
      const int fd = connect_to(port);
      const auto request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      while (!over_) {
        const auto begin = Clock::now();
        send_all(fd, request);
        read_answer(fd);
        waits_.push_back(milliseconds(Clock::now() - begin));
        std::this_thread::sleep_for(std::chrono::microseconds(500));
      }
    });
  }

  std::vector<double> end() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
    return std::move(waits_);
  }

 private:
  std::atomic<bool> over_{false};
  std::vector<double> waits_;
  std::thread thread_;
};

double quantile(std::vector<double>& values, double which) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(which * static_cast<double>(values.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const int port = std::atoi(argv[1]);
  const std::string publish_target = argv[3];
  const auto messages = std::strtoul(argv[5], nullptr, 10);
  Crowd crowd(port, argv[2], std::strtoul(argv[4], nullptr, 10));
  const int publisher = connect_to(port);
  const auto publish = [&] {
    const std::string body(300, 'm');
    send_all(publisher,
             "POST " + publish_target +
                 " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300\r\n\r\n" + body);
    read_answer(publisher);
  };
  publish();
  while (!crowd.read_until(1)) publish();
  while (crowd.read_until(crowd.most() + 1)) {
  }
  std::printf("ready %zu\n", crowd.message_bytes());
  std::fflush(stdout);
  if (std::getchar() == EOF) return 1;

  Prober prober(port, argv[6]);
  const auto before = crowd.messages();
  std::vector<double> last;
  for (unsigned long i = 0; i < messages; ++i) {
    const auto begin = Clock::now();
    const auto next = crowd.most() + 1;
    publish();
    while (!crowd.read_until(next)) publish();
    last.push_back(milliseconds(Clock::now() - begin));
    // Beyond the interval in which one topic speaks once.
    std::this_thread::sleep_until(begin + std::chrono::milliseconds(120));
  }
  auto waits = prober.end();
  std::printf(
      "{\"deliveries\":%llu,\"last_ms\":%.3f,\"asked\":%zu,\"wait_p50_ms\":%.3f,"
      "\"wait_p99_ms\":%.3f,\"wait_max_ms\":%.3f}\n",
      static_cast<unsigned long long>(crowd.messages() - before),
      quantile(last, 0.5),
      waits.size(),
      quantile(waits, 0.5),
      quantile(waits, 0.99),
      quantile(waits, 1));
  std::fflush(stdout);
  // Whoever measures looks at the other process first.
  return std::getchar() == EOF ? 0 : 0;
}
