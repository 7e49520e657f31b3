#include "runtime/task_group.h"

#include <chrono>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "runtime/event_loop.h"
#include "runtime/sleep.h"

namespace vitrine {
namespace {

using namespace std::chrono_literals;

Task<void> set(bool& done) {
  done = true;
  co_return;
}

Task<void> throw_error() {
  throw std::runtime_error("broken task");
  co_return;
}

TEST(TaskGroup, StartsTasksAndKnowsHowManyRun) {
  boost::asio::io_context context;
  TaskGroup group({});
  bool done = false;

  group.start(context.get_executor(), "one", set(done));
  EXPECT_EQ(group.running(), 1U);
  EXPECT_FALSE(done) << "returns at once";

  context.run();
  EXPECT_TRUE(done);
  EXPECT_EQ(group.running(), 0U);
  EXPECT_TRUE(group.wait_for(0ms));
}

TEST(TaskGroup, TellsWhichTaskThrewWhat) {
  boost::asio::io_context context;
  std::vector<std::string> told;
  TaskGroup group([&told](const std::string& task, const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::runtime_error& error) {
      told.push_back(task + ": " + error.what());
    }
  });
  bool done = false;

  group.start(context.get_executor(), "thrower", throw_error());
  group.start(context.get_executor(), "other", set(done));
  context.run();

  EXPECT_EQ(told, std::vector<std::string>{"thrower: broken task"});
  EXPECT_TRUE(done) << "one task's exception does not end another";
  EXPECT_EQ(group.running(), 0U);
}

TEST(TaskGroup, SwallowsExceptionsThatNobodyWantsToHearOf) {
  boost::asio::io_context context;
  TaskGroup group({});

  group.start(context.get_executor(), "thrower", throw_error());

  EXPECT_NO_THROW(context.run());
  EXPECT_EQ(group.running(), 0U);
}

TEST(TaskGroup, GivesUpWaitingAfterTheLimit) {
  boost::asio::io_context context;
  TaskGroup group({});
  bool done = false;
  group.start(context.get_executor(), "never run", set(done));

  EXPECT_FALSE(group.wait_for(1ms));
  EXPECT_EQ(group.running(), 1U);
}

TEST(TaskGroup, WaitsForTasksOfOtherThreads) {
  TaskGroup group({});
  EventLoop loop("loop");
  loop.start();
  for (int i = 0; i < 50; ++i) group.start(loop.executor(), "sleeper", sleep_for(1ms));

  group.wait();

  EXPECT_EQ(group.running(), 0U);
}

}  // namespace
}  // namespace vitrine
