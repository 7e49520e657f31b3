#include <fcntl.h>
#include <sys/resource.h>

#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/running_server.h"
#include "http/sample_routes.h"
#include "http/server.h"

namespace vitrine::http {
namespace {

using testing::body_of;
using testing::Client;
using ::testing::HasSubstr;
using testing::listening_socket;
using testing::numbered;
using testing::RunningServer;
using testing::small_router;
using ::testing::StartsWith;

TEST(Server, RefusesConnectionsOverTheLimit) {
  ServerConfig config;
  config.limits.connections_max = 2;
  RunningServer server(small_router(), config);
  Client one(server->port());
  Client two(server->port());
  EXPECT_EQ(body_of(one.get("/hello")), "hello");
  EXPECT_EQ(body_of(two.get("/hello")), "hello");
  Client three(server->port());
  const auto answer = three.rest();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("\r\nRetry-After: 1\r\n"));
  EXPECT_EQ(body_of(answer), "There are too many connections already\n");
  EXPECT_EQ(testing::refused(server.metrics, "connections"), 1);
  EXPECT_EQ(body_of(one.get("/hello")), "hello");

  two.close();
  while (server->connections() > 1) std::this_thread::yield();
  EXPECT_EQ(body_of(Client(server->port()).get("/hello")), "hello");
}

// Leaves the process a single free descriptor, until it is destroyed.
class DescriptorShortage {
 public:
  DescriptorShortage() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const UniqueFd the_free_one(open_one());
    rlimit little = before_;
    little.rlim_cur = static_cast<rlim_t>(the_free_one.get()) + 20;
    ::setrlimit(RLIMIT_NOFILE, &little);
    while (true) {
      UniqueFd filler(open_one());
      if (!filler) break;
      fillers_.push_back(std::move(filler));
    }
  }

  ~DescriptorShortage() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  static int open_one() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

  rlimit before_{};
  std::vector<UniqueFd> fillers_;
};

TEST(Server, RestsWhenThereIsNoDescriptorLeft) {
  RunningServer server(small_router());
  Client inside(server->port());
  EXPECT_EQ(body_of(inside.get("/hello")), "hello");
  std::optional<DescriptorShortage> shortage(std::in_place);
  // The client's own socket takes the last descriptor, so the server has none for its end.
  Client late(server->port());
  late.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  while (testing::refused(server.metrics, "descriptors") < 3) std::this_thread::yield();
  EXPECT_EQ(body_of(inside.get("/hello")), "hello") << "who is inside is served";
  shortage.reset();
  EXPECT_EQ(body_of(late.answer()), "hello") << "who waited in the queue is served in the end";
  EXPECT_LT(testing::refused(server.metrics, "descriptors"), 100) << "it did not try all the time";
}

TEST(Server, EndsWhatTakesTooLong) {
  ServerConfig config;
  config.limits.head_time_max = std::chrono::seconds(1);
  config.limits.idle_time_max = std::chrono::seconds(1);
  config.limits.write_time_max = std::chrono::seconds(1);
  auto router = small_router();
  const auto large = share(numbered(8'000'000));
  router.add(Method::get, "/large", [&](const Request&) -> Answer {
    return Response(200).body(ByteSlice{large, *large});
  });
  std::vector<UniqueFd> listening;
  listening.push_back(listening_socket(4096));
  RunningServer server(std::move(router), config, 1, std::move(listening));

  Client silent(server->port());
  Client idle(server->port());
  EXPECT_EQ(body_of(idle.get("/hello")), "hello");
  Client slow(server->port());
  slow.send("GET /hello HT");
  Client deaf(server->port(), 4096);
  deaf.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");

  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(silent.ended());
  EXPECT_EQ(idle.rest(), "");
  EXPECT_TRUE(idle.ended());
  EXPECT_THAT(slow.rest(), HasSubstr("408 Request Timeout"));
  while (server->connections() > 0) std::this_thread::yield();
  EXPECT_LT(deaf.rest().size(), large->size());
  EXPECT_EQ(testing::refused(server.metrics, "head_time"), 1);
  EXPECT_EQ(testing::refused(server.metrics, "write_time"), 1);
}

TEST(Server, DrainsWithoutResettingAnybody) {
  RunningServer server(small_router());
  Client idle(server->port());
  Client busy(server->port());
  EXPECT_EQ(body_of(idle.get("/hello")), "hello");
  EXPECT_EQ(body_of(busy.get("/hello")), "hello");
  busy.send("GET /hello HTTP/1.1\r\n");

  server->drain();
  EXPECT_EQ(idle.rest(), "") << "an idle connection is closed after a second";
  EXPECT_TRUE(idle.ended());
  busy.send("Host: a\r\n\r\n");
  const auto last = busy.answer();
  EXPECT_EQ(body_of(last), "hello");
  EXPECT_THAT(last, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_EQ(busy.rest(), "");
  EXPECT_TRUE(busy.ended());
  busy.close();

  Client late(server->port());
  EXPECT_TRUE(late.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"))
      << "the socket still listens: whoever it was handed to will answer";
  while (server->connections() > 0) std::this_thread::yield();
}

TEST(Server, HandsItsSocketsOnWithoutLosingAConnection) {
  std::vector<UniqueFd> handed_on;
  std::optional<Client> queued;
  std::uint16_t port = 0;
  {
    RunningServer old(small_router(), {}, 2);
    port = old->port();
    for (const int fd : old->listening_fds()) handed_on.emplace_back(::dup(fd));
    old->drain();
    old.settle();
    queued.emplace(port);
    queued->send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
  RunningServer heir(small_router(), {}, 1, std::move(handed_on));
  EXPECT_EQ(heir->port(), port);
  EXPECT_EQ(body_of(queued->rest()), "hello");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(body_of(Client(port).get("/hello")), "hello");
}

TEST(Server, DealsConnectionsToEveryLoop) {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  const auto count_threads = [&](const Request&) -> Answer {
    const std::scoped_lock lock(mutex);
    threads.insert(std::this_thread::get_id());
    return Response(204);
  };
  Router router;
  router.add(Method::get, "/", count_threads);
  std::vector<UniqueFd> one;
  one.push_back(listening_socket());
  RunningServer server(std::move(router), {}, 3, std::move(one));
  for (int i = 0; i < 6; ++i) {
    Client client(server->port());
    EXPECT_THAT(client.get("/"), StartsWith("HTTP/1.1 204"));
  }
  EXPECT_EQ(threads.size(), 3);
}

TEST(Server, GivesEveryRequestANumberOfItsOwn) {
  std::mutex mutex;
  std::set<std::uint64_t> ids;
  const auto collect = [&](const Request& request) -> Answer {
    const std::scoped_lock lock(mutex);
    ids.insert(request.id);
    return Response(204);
  };
  Router one;
  one.add(Method::get, "/", collect);
  Router other;
  other.add(Method::get, "/", collect);
  RunningServer first(std::move(one), {}, 2);
  RunningServer second(std::move(other));
  for (int i = 0; i < 8; ++i) {
    Client(first->port()).get("/");
    Client(second->port()).get("/");
  }
  EXPECT_EQ(ids.size(), 16);
}

TEST(Server, ClosesItsConnectionsOnExec) {
  RunningServer server(small_router());
  Client client(server->port());
  client.get("/hello");
  int sockets = 0;
  for (int fd = 3; fd < 100; ++fd) {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) continue;
    ++sockets;
    EXPECT_TRUE(::fcntl(fd, F_GETFD) & FD_CLOEXEC) << "descriptor " << fd;
  }
  EXPECT_GE(sockets, 3) << "listening, accepted, and the client's";
}

TEST(Server, SaysWhyItCannotListen) {
  RunningServer server(small_router());
  ServerConfig config;
  config.port = server->port();
  EXPECT_THAT([&] { RunningServer again(small_router(), config); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr(
                  "127.0.0.1:" + std::to_string(config.port) + ": Address already in use")));
  config.port = 0;
  config.bind = "localhost!";
  EXPECT_THAT([&] { RunningServer nowhere(small_router(), config); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("localhost!")));
  std::vector<UniqueFd> wrong;
  wrong.emplace_back(::socket(AF_INET, SOCK_STREAM, 0));
  EXPECT_THROW(RunningServer(small_router(), {}, 1, std::move(wrong)), std::runtime_error);
}

TEST(Server, TellsTheObserverOfEveryShardThatASecondHasPassed) {
  RunningServer server(small_router(), {}, 2);
  while (server.observer.ticks_of_second_shard == 0) std::this_thread::yield();
  EXPECT_EQ(server.observer.requests, 0);
}

TEST(Server, CountsConnections) {
  RunningServer server(small_router());
  Client client(server->port());
  client.get("/hello");
  const auto text = server.metrics.prometheus();
  EXPECT_THAT(text, HasSubstr("vitrine_http_connections{server=\"http\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("vitrine_http_connections_total{server=\"http\"} 1\n"));
}

}  // namespace
}  // namespace vitrine::http
