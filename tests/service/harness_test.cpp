// The harness must see what is wrong before it can say that something is right.
#include <csignal>
#include <stdexcept>

#include <gtest/gtest.h>

#include "service/harness/http_client.h"
#include "service/harness/nginx.h"
#include "service/harness/picture.h"
#include "service/harness/process.h"

namespace vitrine::service {
namespace {

TEST(Harness, CountsWhatNginxServed) {
  const Nginx nginx;
  nginx.put("a.jpg", photograph(40, 30));

  const auto found = ask(nginx.port(), {.target = "/a.jpg"});
  const auto missing = ask(nginx.port(), {.target = "/b.jpg"});

  EXPECT_EQ(found.status, 200);
  EXPECT_EQ(look_at(found.body),
            (Seen{.format = "jpeg", .width = 40, .height = 30, .has_exif = true}));
  EXPECT_EQ(missing.status, 404);
  EXPECT_TRUE(eventually([&] { return nginx.fetches("/a.jpg") == 1; }));
  EXPECT_TRUE(eventually([&] { return nginx.fetches("/b.jpg") == 1; }));
  EXPECT_EQ(nginx.fetches("/c.jpg"), 0);
}

TEST(Harness, KnowsABrokenPictureFromAWholeOne) {
  const auto whole = photograph(200, 100);

  EXPECT_TRUE(look_at(whole));
  EXPECT_FALSE(look_at(whole.substr(0, 30)));
  EXPECT_FALSE(look_at("no picture"));
}

TEST(Harness, RefusesAnAnswerWhoseBodyIsCut) {
  const Nginx nginx;
  nginx.put("a.txt", std::string(1000, 'a'));
  Connection connection{nginx.port()};
  connection.send(
      request_bytes({.method = "HEAD", .target = "/a.txt", .headers = {{"Connection", "close"}}}));

  // Read as if it had been a GET, the body that the length promises never comes.
  EXPECT_THROW(connection.read_answer(), std::runtime_error);
}

TEST(Harness, TellsHowAProgramEnded) {
  Process sleeper{{.program = "/bin/sleep", .arguments = {"60"}}};
  EXPECT_TRUE(sleeper.running());
  sleeper.signal(SIGTERM);
  EXPECT_EQ(sleeper.wait(), 256 + SIGTERM);

  const auto shell = run({.program = "/bin/sh",
                          .arguments = {"-c", "read line; echo out $line; echo err >&2; exit 7"},
                          .input = "hello\n"});
  EXPECT_EQ(shell.code, 7);
  EXPECT_EQ(shell.output, "out hello\n");
  EXPECT_EQ(shell.errors, "err\n");
}

TEST(Harness, HandsDescriptorsOverAsSystemdDoes) {
  const auto shell =
      run({.program = "/bin/sh",
           .arguments = {"-c", "echo $$ $LISTEN_PID $LISTEN_FDS $LISTEN_FDNAMES; echo three >&3"},
           .listening = {STDERR_FILENO},
           .listening_names = "http"});
  const auto pid = shell.output.substr(0, shell.output.find(' '));
  EXPECT_EQ(shell.output, pid + " " + pid + " 1 http\n");
  EXPECT_EQ(shell.errors, "three\n");
}

}  // namespace
}  // namespace vitrine::service
