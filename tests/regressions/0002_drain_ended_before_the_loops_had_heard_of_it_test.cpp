// wait_drained looked at the number of connections at once, while the loops were still accepting: a
// process that nobody happened to be connected to ended with a connection that it had just
// accepted.
#include <chrono>
#include <future>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "http/running_server.h"
#include "http/server.h"
#include "runtime/event_loop.h"

namespace vitrine::http {
namespace {

using namespace std::chrono_literals;

TEST(Regression, ADrainIsNotOverBeforeEveryLoopHasStoppedAccepting) {
  EventLoop loop("busy");
  testing::CountingObserver observer;
  observe::Metrics metrics;
  Router router;
  router.add(Method::get, "/", [](const Request&) { return Response::text(200, "served\n"); });
  Server server({}, std::move(router), {&loop}, {}, observer, metrics, observe::Log::silent());
  loop.start();
  server.start();
  std::promise<void> go_on;
  boost::asio::post(loop.executor(), [released = go_on.get_future().share()] { released.wait(); });
  // Connected as far as the kernel is concerned; the loop has not come to accepting it.
  testing::Client client(server.port());

  server.drain();

  EXPECT_FALSE(server.wait_drained(50ms)) << "the loop may accept at any moment";
  go_on.set_value();
  EXPECT_TRUE(server.wait_drained(10s));
}

}  // namespace
}  // namespace vitrine::http
