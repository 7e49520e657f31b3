// Request heads that two servers could read differently, and clients that do not behave.
#include <algorithm>

#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

// For texts with a zero byte in them.
using std::string_literals::operator""s;

// How many answers there are in what came back: lines that begin like one.
int answers_in(const std::string& bytes) {
  int count = bytes.starts_with("HTTP/1.1 ") ? 1 : 0;
  for (auto at = bytes.find("\nHTTP/1.1 "); at != std::string::npos;
       at = bytes.find("\nHTTP/1.1 ", at + 1)) {
    ++count;
  }
  return count;
}

TEST(HostileHeads, AreRefusedAndEndTheConnection) {
  const Gallery gallery;

  struct Row {
    const char* reason;
    std::string head;
  };

  // Behind each comes a second request, which must not be answered: where the first ends is
  // unclear.
  const Row rows[] = {
      {"two lengths",
       "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"},
      {"the same length twice",
       "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"},
      {"a list of lengths", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 0\r\n\r\n"},
      {"a signed length", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n"},
      {"a negative length", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"},
      {"a length that overflows",
       "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n"},
      {"a length and chunks",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n"},
      {"chunks and a length",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: "
       "5\r\n\r\n0\r\n\r\n"},
      {"an unknown encoding",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
      {"chunked is not last",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"},
      {"chunks in HTTP/1.0",
       "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"},
      {"a folded header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"},
      {"no host", "GET / HTTP/1.1\r\n\r\n"},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"an empty header name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"},
      {"a zero byte in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"s},
      {"a lone carriage return", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"no version", "GET /\r\nHost: a\r\n\r\n"},
      {"another version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
      {"another protocol", "GET / FTP/1.1\r\nHost: a\r\n\r\n"},
      {"a method that nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s},
      {"HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"too many headers",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
         for (int i = 0; i < 200; ++i) head += "X" + std::to_string(i) + ": a\r\n";
         return head + "\r\n";
       }()},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    Connection connection{gallery.vitrine.port()};
    connection.try_send(row.head + "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = connection.read_to_end();
    ASSERT_TRUE(answer) << "the connection stays open";
    EXPECT_EQ(answers_in(*answer), 1) << *answer;
    EXPECT_TRUE(answer->starts_with("HTTP/1.1 4") || answer->starts_with("HTTP/1.1 5")) << *answer;
    EXPECT_FALSE(answer->starts_with("HTTP/1.1 500")) << *answer;
  }
  EXPECT_EQ(gallery.vitrine.get("/product/image/none/w40.jpg").status, 404);
}

TEST(Requests, MayArriveInAnyPieces) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  const auto whole = gallery.vitrine.get("/product/image/shirt/w40.jpg").body;
  const auto bytes = request_bytes({.target = "/product/image/shirt/w40.jpg"});
  Connection dripping{gallery.vitrine.port()};
  for (const char byte : bytes) dripping.send(std::string_view{&byte, 1});
  EXPECT_EQ(dripping.read_answer().body, whole);

  for (std::size_t cut = 1; cut < bytes.size(); cut += 7) {
    dripping.send(std::string_view{bytes}.substr(0, cut));
    dripping.send(std::string_view{bytes}.substr(cut));
    ASSERT_EQ(dripping.read_answer().body, whole) << cut;
  }
}

TEST(Requests, SentTogetherAreAnsweredInOrder) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));
  Connection connection{gallery.vitrine.port()};
  std::string bytes;
  for (int width = 40; width < 80; ++width) {
    bytes += request_bytes({.target = "/product/image/shirt/w" + std::to_string(width) + ".jpg"});
  }
  connection.send(bytes);
  for (int width = 40; width < 80; ++width) {
    const auto seen = look_at(connection.read_answer().body);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->width, width);
  }
}

TEST(Requests, OfTheOldVersionAreAnsweredAndClosed) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  Connection connection{gallery.vitrine.port()};
  connection.send("GET /product/image/shirt/w40.jpg HTTP/1.0\r\n\r\n");
  const auto answer = connection.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(look_at(answer.body));
  EXPECT_EQ(connection.read_to_end(), "");
}

TEST(Requests, WithABodyThatNobodyWantsAreRefusedUnread) {
  const Gallery gallery;
  Connection connection{gallery.vitrine.port()};
  connection.send(
      "GET /product/image/shirt/w40.jpg HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
  // The answer comes although the body never does.
  EXPECT_EQ(connection.read_answer().status, 413);
  EXPECT_TRUE(connection.read_to_end());
}

TEST(SlowClients, AreCutOff) {
  const Gallery gallery(
      {.configuration = {{"limits", {{"head_seconds", 1}, {"idle_seconds", 1}}}}});
  Connection silent{gallery.vitrine.port()};
  Connection dripping{gallery.vitrine.port()};
  Connection idle{gallery.vitrine.port()};
  idle.ask({.target = "/product/image/none/w40.jpg"});

  // One byte after the other, never fast enough to end the head within its time.
  dripping.try_send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  const bool cut = eventually([&] { return !dripping.try_send("a") || dripping.closed(); });

  EXPECT_TRUE(cut);
  EXPECT_TRUE(silent.read_to_end());
  EXPECT_TRUE(idle.read_to_end());
  EXPECT_EQ(gallery.vitrine.get("/product/image/none/w40.jpg").status, 404);
}

TEST(SlowClients, DoNotHoldUpTheOthers) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(1000, 1000));
  const std::string target = "/product/image/shirt/full_size-q100.png";
  ASSERT_GT(gallery.vitrine.get(target).body.size(), 1'000'000U);
  std::vector<std::unique_ptr<Connection>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<Connection>(gallery.vitrine.port(), 4096));
    // Asked for, and never read.
    slow.back()->send(request_bytes({.target = target}));
  }
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 200);
  EXPECT_EQ(look_at(slow.front()->read_answer().body)->width, 1000);
}

TEST(Clients, MayLeaveAtAnyMoment) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(1000, 1000));
  const auto request = request_bytes({.target = "/product/image/shirt/full_size-q90.png"});
  const int before = open_descriptors(gallery.vitrine.process().id());
  for (int i = 0; i < 40; ++i) {
    Connection leaving{gallery.vitrine.port(), 4096};
    leaving.try_send(
        std::string_view{request}.substr(0, i % 4 == 0 ? request.size() / 2 : request.size()));
    if (i % 4 == 1) leaving.has_answer();
    if (i % 4 == 2) leaving.finish_sending();
    if (i % 2 == 0) leaving.reset();
  }
  EXPECT_EQ(look_at(gallery.vitrine.get("/product/image/shirt/w40.jpg").body)->width, 40);
  EXPECT_TRUE(eventually([&] {
    return open_descriptors(gallery.vitrine.process().id()) <= before + 8;
  })) << open_descriptors(gallery.vitrine.process().id());
}

}  // namespace
}  // namespace vitrine::service
