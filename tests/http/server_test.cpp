#include "http/server.h"

#include <future>
#include <optional>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/running_server.h"
#include "http/sample_routes.h"

namespace vitrine::http {
namespace {

using testing::body_of;
using testing::Client;
using testing::file_with;
using ::testing::HasSubstr;
using testing::listening_socket;
using testing::numbered;
using testing::on_pool;
using testing::RunningServer;
using testing::small_router;
using testing::throw_on_pool;

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
  std::optional<Pool> pool(std::in_place, PoolOptions{.name = "test"});
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  auto router = small_router();
  router.add(
      Method::get, "/later", [&](const Request&) -> Answer { return on_pool(*pool, opened); });
  router.add(
      Method::get, "/later/throws", [&](const Request&) -> Answer { return throw_on_pool(*pool); });
  RunningServer server(std::move(router));
  Client waiting(server->port());
  waiting.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(Client(server->port()).get("/hello")), "hello");
  gate.set_value();
  EXPECT_EQ(body_of(waiting.answer()), "done");
  EXPECT_EQ(body_of(waiting.answer()), "hello");
  EXPECT_THAT(waiting.get("/later/throws"), HasSubstr("500 Internal Server Error"));
  // Its thread answers to the loops to the last.
  pool.reset();
}

TEST(Server, IsNotHarmedByAClientThatLeavesWhileItsTaskRuns) {
  std::optional<Pool> pool(std::in_place, PoolOptions{.name = "test"});
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  auto router = small_router();
  std::promise<void> begun;
  router.add(Method::get, "/later", [&](const Request&) -> Answer {
    begun.set_value();
    return on_pool(*pool, opened);
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
  // Its thread answers to the loops to the last.
  pool.reset();
}

TEST(Server, StopsWhileHandlersWork) {
  std::optional<Pool> pool(std::in_place, PoolOptions{.name = "test"});
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  Router router;
  std::promise<void> begun;
  router.add(Method::get, "/later", [&](const Request&) -> Answer {
    begun.set_value();
    return on_pool(*pool, opened);
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
  // Its thread answers to the loops to the last.
  pool.reset();
}

}  // namespace
}  // namespace vitrine::http
