#include "http/server.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <future>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/running_server.h"
#include "runtime/pool.h"
#include "runtime/run_on.h"

namespace vitrine::http {
namespace {

using testing::body_of;
using testing::Client;
using ::testing::HasSubstr;
using testing::listening_socket;
using testing::RunningServer;
using ::testing::StartsWith;

// A body in which a lost, doubled or swapped byte shows.
std::string numbered(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += std::to_string(i) + ' ';
  text.resize(bytes);
  return text;
}

SharedFile file_with(const std::string& text) {
  std::FILE* const file = std::tmpfile();
  const int fd = ::dup(::fileno(file));
  std::fclose(file);
  EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return std::make_shared<const OpenFile>(OpenFile{.fd = UniqueFd(fd), .bytes = text.size()});
}

Task<Result<Response>> on_pool(Pool& pool, std::shared_future<void> gate) {
  co_await run_on(pool, [gate] { gate.wait(); });
  co_return Response::text(200, "done");
}

Task<Result<Response>> throw_on_pool(Pool& pool) {
  co_await run_on(pool, [] { throw std::runtime_error("broken"); });
  co_return Response(204);
}

Router small_router() {
  Router router;
  router.add(
      Method::get, "/hello", [](const Request&) -> Answer { return Response::text(200, "hello"); });
  router.add(Method::post,
             "/echo",
             [](const Request& request) -> Answer {
               return Response::text(200, std::string(request.body));
             },
             {.body_bytes_max = 1'000'000});
  router.add(Method::get, "/peer", [](const Request& request) -> Answer {
    return Response::text(200, std::string(request.peer));
  });
  router.add(
      Method::get, "/throws", [](const Request&) -> Answer { throw std::runtime_error("broken"); });
  return router;
}

TEST(Server, AnswersAndKeepsTheConnection) {
  RunningServer server(small_router());
  Client client(server->port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(body_of(client.get("/hello")), "hello");
  EXPECT_EQ(body_of(client.get("/peer")), "127.0.0.1");
  EXPECT_EQ(server->connections(), 1);
}

TEST(Server, AnswersTenThousandPipelinedRequestsInOrder) {
  Router router;
  router.add(Method::get, "/n/{n}", [](const Request& request) -> Answer {
    return Response::text(200, std::string(request.parameter("n")));
  });
  RunningServer server(std::move(router));
  Client client(server->port());
  std::thread sender([&] {
    for (int i = 0; i < 10'000; ++i) {
      client.send("GET /n/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
  });
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(body_of(client.answer()), std::to_string(i));
  sender.join();
}

TEST(Server, AnswersOtherClientsWhileOnePipelines) {
  RunningServer server(small_router());
  Client busy(server->port());
  Client other(server->port());
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
  busy.send(many);
  EXPECT_EQ(body_of(other.get("/hello")), "hello");
}

TEST(Server, SendsLargeBodiesToSlowReaders) {
  const auto text = numbered(1'500'000);
  const auto shared = share(text);
  const auto file = file_with(text);
  Router router;
  router.add(
      Method::get, "/text", [&](const Request&) -> Answer { return Response(200).body(text); });
  router.add(Method::get, "/shared", [&](const Request&) -> Answer {
    return Response(200).body(ByteSlice{shared, *shared});
  });
  router.add(Method::get, "/file", [&](const Request&) -> Answer {
    return Response(200).body(FileSlice{file, 0, file->bytes});
  });
  router.add(Method::get, "/slice", [&](const Request&) -> Answer {
    return Response(200).body(FileSlice{file, 1000, 700'000});
  });
  std::vector<UniqueFd> listening;
  listening.push_back(listening_socket(4096));
  RunningServer server(std::move(router), {}, 1, std::move(listening));

  Client client(server->port(), 4096);
  for (const auto* path : {"/text", "/shared", "/file"}) {
    EXPECT_TRUE(body_of(client.get(path)) == text) << path;
  }
  EXPECT_TRUE(body_of(client.get("/slice")) == text.substr(1000, 700'000));
  server.settle();
  EXPECT_EQ(server.observer.requests, 4);
}

TEST(Server, KeepsUnsentAnswersApartFromThoseOfOtherClients) {
  // 4 KiB answers go through the shard's shared buffer; with small send buffers most do not fit,
  // and what is left over must not be written over by the other connections.
  Router router;
  router.add(Method::get, "/fill/{letter}", [](const Request& request) -> Answer {
    return Response(200).body(std::string(4000, request.parameter("letter").front()));
  });
  std::vector<UniqueFd> listening;
  listening.push_back(listening_socket(2048));
  RunningServer server(std::move(router), {}, 1, std::move(listening));

  constexpr int kRounds = 50;
  std::vector<std::thread> clients;
  std::atomic<int> wrong{0};
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    clients.emplace_back([&, letter] {
      Client client(server->port(), 2048);
      for (int i = 0; i < kRounds; ++i) {
        client.send("GET /fill/" + std::string(1, letter) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      for (int i = 0; i < kRounds; ++i) {
        if (body_of(client.answer()) != std::string(4000, letter)) ++wrong;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Server, ClosesWhenAFileIsShorterThanItWas) {
  const auto file = file_with("short");
  Router router;
  router.add(Method::get, "/file", [&](const Request&) -> Answer {
    return Response(200).body(FileSlice{file, 0, 100'000});
  });
  RunningServer server(std::move(router));
  Client client(server->port());
  EXPECT_EQ(body_of(client.get("/file")), "short");
  EXPECT_TRUE(client.ended());
}

TEST(Server, TakesBodiesByteByByte) {
  RunningServer server(small_router());
  Client client(server->port());
  for (const char byte :
       std::string_view("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")) {
    ASSERT_TRUE(client.send({&byte, 1}));
  }
  EXPECT_EQ(body_of(client.answer()), "hello");
  const auto body = numbered(900'000);
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + body);
  EXPECT_TRUE(body_of(client.answer()) == body);
}

TEST(Server, LetsARefusedClientReadWhy) {
  RunningServer server(small_router());
  Client client(server->port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n");
  // The client goes on sending, as clients do; it must not be reset before it has read the answer.
  const std::string piece(64 * 1024, 'x');
  for (int i = 0; i < 32 && client.send(piece); ++i) {
  }
  EXPECT_THAT(client.answer(), HasSubstr("413 Content Too Large"));
  client.end_sending();
  client.rest();
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(testing::refused(server.metrics, "body_size"), 1);
}

TEST(Server, SurvivesHandlersThatThrow) {
  RunningServer server(small_router());
  Client client(server->port());
  EXPECT_THAT(client.get("/throws"), HasSubstr("500 Internal Server Error"));
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(body_of(Client(server->port()).get("/hello")), "hello");
}

TEST(Server, AwaitsTasksAndServesOthersMeanwhile) {
  Pool pool({.name = "test"});
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  auto router = small_router();
  router.add(
      Method::get, "/later", [&](const Request&) -> Answer { return on_pool(pool, opened); });
  router.add(
      Method::get, "/later/throws", [&](const Request&) -> Answer { return throw_on_pool(pool); });
  RunningServer server(std::move(router));
  Client waiting(server->port());
  waiting.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(Client(server->port()).get("/hello")), "hello");
  gate.set_value();
  EXPECT_EQ(body_of(waiting.answer()), "done");
  EXPECT_EQ(body_of(waiting.answer()), "hello");
  EXPECT_THAT(waiting.get("/later/throws"), HasSubstr("500 Internal Server Error"));
}

TEST(Server, IsNotHarmedByAClientThatLeavesWhileItsTaskRuns) {
  Pool pool({.name = "test"});
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  auto router = small_router();
  std::promise<void> begun;
  router.add(Method::get, "/later", [&](const Request&) -> Answer {
    begun.set_value();
    return on_pool(pool, opened);
  });
  RunningServer server(std::move(router));
  Client leaving(server->port());
  leaving.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  begun.get_future().wait();
  leaving.reset();
  Client staying(server->port());
  EXPECT_EQ(body_of(staying.get("/hello")), "hello");
  gate.set_value();
  EXPECT_EQ(body_of(staying.get("/hello")), "hello");
  while (server->connections() > 1) std::this_thread::yield();
}

TEST(Server, StopsWhileHandlersWork) {
  Pool pool({.name = "test"});
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  Router router;
  std::promise<void> begun;
  router.add(Method::get, "/later", [&](const Request&) -> Answer {
    begun.set_value();
    return on_pool(pool, opened);
  });
  RunningServer server(std::move(router));
  Client client(server->port());
  Client idle(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  begun.get_future().wait();
  std::thread opener([&] {
    idle.rest();  // ends when the server has begun to stop
    gate.set_value();
  });
  server->stop();
  opener.join();
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(server->connections(), 0);
}

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
