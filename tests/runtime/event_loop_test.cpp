#include "runtime/event_loop.h"

#include <pthread.h>

#include <array>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "await/await.h"
#include "runtime/sleep.h"
#include "runtime/task_group.h"

namespace vitrine {
namespace {

TEST(EventLoop, RunsWhatIsPostedOnAThreadOfItsOwnWithItsName) {
  EventLoop loop("a-loop-with-a-long-name");
  loop.start();
  EXPECT_FALSE(loop.on_this_thread());

  std::promise<std::pair<bool, std::string>> seen;
  boost::asio::post(loop.executor(), [&] {
    std::array<char, 16> name{};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    seen.set_value({loop.on_this_thread(), name.data()});
  });

  const auto [on_loop, name] = seen.get_future().get();
  EXPECT_TRUE(on_loop);
  EXPECT_EQ(name, "a-loop-with-a-l");
}

TEST(EventLoop, StopsThoughWorkIsLeftAndMayBeStoppedAgain) {
  auto held = std::make_shared<int>(1);
  {
    EventLoop loop("loop");
    boost::asio::post(loop.executor(), [held] {});
    loop.stop();
    loop.stop();
    EXPECT_EQ(held.use_count(), 2) << "never started, so never run";
  }
  EXPECT_EQ(held.use_count(), 1) << "destroyed with the loop";
}

Task<void> sleep_holding(std::shared_ptr<int> held) {
  co_await sleep_for(std::chrono::hours{1});
  *held = 2;
}

TEST(EventLoop, DestroysSuspendedTasksWithItself) {
  TaskGroup group({});
  auto held = std::make_shared<int>(1);
  {
    EventLoop loop("loop");
    group.start(loop.executor(), "sleeper", sleep_holding(held));
    loop.start();
    std::promise<void> reached;
    boost::asio::post(loop.executor(), [&reached] { reached.set_value(); });
    reached.get_future().wait();
    loop.stop();
    EXPECT_GT(held.use_count(), 1);
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(*held, 1);
}

TEST(SleepFor, SuspendsForAtLeastThatLong) {
  const auto before = std::chrono::steady_clock::now();
  testing::await(sleep_for(std::chrono::milliseconds{2}));
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds{2});
}

}  // namespace
}  // namespace vitrine
