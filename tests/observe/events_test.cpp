#include "observe/events.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "observe/outbound.h"
#include "observe/scratch_file.h"

namespace vitrine::observe {
namespace {

using ::testing::HasSubstr;

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'700'000'000)};

// A port on the loopback address, listening or bound until destroyed.
class Port {
 public:
  explicit Port(int type, std::uint16_t number = 0)
      : socket_(::socket(AF_INET, type | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(number);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t bytes = sizeof address;
    if (::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), bytes) != 0 ||
        (type == SOCK_STREAM && ::listen(socket_.get(), 8) != 0)) {
      throw std::runtime_error("no port");
    }
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &bytes);
    number_ = ntohs(address.sin_port);
  }

  std::uint16_t number() const { return number_; }

  int fd() const { return socket_.get(); }

  Socket accept() const { return Socket(::accept(socket_.get(), nullptr, nullptr)); }

 private:
  Socket socket_;
  std::uint16_t number_ = 0;
};

// What arrives next, within 5 seconds; empty when nothing does.
std::string next(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  if (::poll(&waiting, 1, 5000) != 1) return {};
  std::array<char, 4096> buffer{};
  const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

bool is_quiet(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 0;
}

auto fixed_now() {
  return [] { return std::chrono::system_clock::time_point(kNow); };
}

HostAddress at(const Port& port) {
  return {.host = "127.0.0.1", .port = port.number()};
}

TEST(Events, StatsdIsToldByHowMuchACounterHasGrown) {
  const Port port(SOCK_DGRAM);
  std::uint64_t requests = 100;
  std::uint64_t failures = 0;
  Events events({.statsd = at(port)}, fixed_now(), Log::silent());
  events.add("stats.image_server.image_request", [&] { return requests; });
  events.add("stats.image_server.image_request_fail", [&] { return failures; });

  requests += 3;
  events.send_increments();
  EXPECT_EQ(next(port.fd()), "stats.image_server.image_request:3|c");

  requests += 1;
  failures += 2;
  events.send_increments();
  EXPECT_EQ(next(port.fd()),
            "stats.image_server.image_request:1|c\nstats.image_server.image_request_fail:2|c");
}

TEST(Events, NothingIsSentWhenNothingHasHappened) {
  const Port port(SOCK_DGRAM);
  Events events({.statsd = at(port)}, fixed_now(), Log::silent());
  events.add("a", [] { return std::uint64_t{7}; });
  events.send_increments();
  EXPECT_TRUE(is_quiet(port.fd()));
}

TEST(Events, ManyCountersAreSpreadOverDatagramsThatFitTheNetwork) {
  const Port port(SOCK_DGRAM);
  std::uint64_t count = 0;
  Events events({.statsd = at(port)}, fixed_now(), Log::silent());
  for (int i = 0; i < 100; ++i) {
    events.add("stats.image_server.some_long_name_" + std::to_string(i), [&] { return count; });
  }
  count = 1;
  events.send_increments();
  std::int64_t lines = 0;
  while (lines < 100) {
    const auto datagram = next(port.fd());
    ASSERT_FALSE(datagram.empty());
    EXPECT_LE(datagram.size(), 1400U);
    lines += std::ranges::count(datagram, '\n') + 1;
  }
  EXPECT_EQ(lines, 100);
}

TEST(Events, GraphiteIsToldNameNumberAndTimeOnOneConnection) {
  const Port port(SOCK_STREAM);
  std::uint64_t requests = 0;
  Events events({.graphite = at(port)}, fixed_now(), Log::silent());
  events.add("stats.image_server.image_request", [&] { return requests; });

  requests = 5;
  events.send_increments();
  const Socket connection = port.accept();
  EXPECT_EQ(next(connection.get()), "stats.image_server.image_request 5 1700000000\n");
  requests = 6;
  events.send_increments();
  EXPECT_EQ(next(connection.get()), "stats.image_server.image_request 1 1700000000\n");
}

TEST(Events, WhatHappensWhileGraphiteIsAwayIsToldWhenItIsBack) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  std::uint16_t number = 0;
  {
    number = Port(SOCK_STREAM).number();
  }
  std::uint64_t requests = 0;
  Events events({.graphite = {.host = "127.0.0.1", .port = number}}, fixed_now(), log);
  events.add("n", [&] { return requests; });

  for (int second = 0; second < 5; ++second) {
    requests += 10;
    events.send_increments();
  }
  const Port port(SOCK_STREAM, number);
  // The pause between attempts is eight rounds at most.
  for (int second = 0; second < 8; ++second) events.send_increments();
  const Socket connection = port.accept();
  EXPECT_EQ(next(connection.get()), "n 50 1700000000\n");
  log.flush();
  const auto text = file.text();
  EXPECT_THAT(text,
              HasSubstr("warning observe graphite 127.0.0.1:" + std::to_string(number) +
                        " is away: cannot connect: Connection refused"));
  EXPECT_THAT(text, HasSubstr("is back"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << "one line for each change, not for each second";
}

TEST(Events, AConnectionThatGraphiteClosedIsMadeAnew) {
  const Port port(SOCK_STREAM);
  std::uint64_t requests = 0;
  Events events({.graphite = at(port)}, fixed_now(), Log::silent());
  events.add("n", [&] { return requests; });
  requests = 1;
  events.send_increments();
  {
    const Socket first = port.accept();
    EXPECT_EQ(next(first.get()), "n 1 1700000000\n");
  }
  requests = 3;
  events.send_increments();
  const Socket second = port.accept();
  EXPECT_EQ(next(second.get()), "n 2 1700000000\n");
}

TEST(Events, AHostNameThatDoesNotResolveIsJustAway) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  std::uint64_t requests = 0;
  // A label of 64 characters is no name in any zone, so nothing is asked over the network.
  Events events({.statsd = {.host = std::string(64, 'x'), .port = 8125}}, fixed_now(), log);
  events.add("n", [&] { return requests; });
  requests = 1;
  events.send_increments();
  log.flush();
  EXPECT_THAT(file.text(), HasSubstr("is away: cannot resolve"));
}

TEST(Events, TheThreadSendsByItselfAndWhatIsLeftWhenItStops) {
  const Port port(SOCK_DGRAM);
  std::atomic<std::uint64_t> requests = 0;
  Events events({.statsd = at(port)}, fixed_now(), Log::silent());
  events.add("n", [&] { return requests.load(); });
  events.start(std::chrono::milliseconds(1));
  requests = 2;
  EXPECT_EQ(next(port.fd()), "n:2|c");
  events.stop();
  events.stop();

  Events slow({.statsd = at(port)}, fixed_now(), Log::silent());
  slow.add("n", [&] { return requests.load(); });
  slow.start(std::chrono::hours(1));
  requests = 5;
  slow.stop();
  EXPECT_EQ(next(port.fd()), "n:3|c");
}

TEST(Events, WithoutAHostNothingRuns) {
  Events events({}, fixed_now(), Log::silent());
  events.add("n", [] { return std::uint64_t{1}; });
  events.start();
  events.send_increments();
  events.stop();
}

}  // namespace
}  // namespace vitrine::observe
