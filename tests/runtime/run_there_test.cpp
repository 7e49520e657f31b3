#include "runtime/run_there.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "runtime/event_loop.h"
#include "runtime/sleep.h"

namespace vitrine {
namespace {

using testing::await;

class RunThereTest : public ::testing::Test {
 protected:
  RunThereTest() { loop_.start(); }

  ~RunThereTest() override {
    group_.wait();
    loop_.stop();
  }

  TaskGroup group_{{}};
  EventLoop loop_{"there"};
};

Task<std::thread::id> where_am_i() {
  co_await sleep_for(std::chrono::milliseconds{1});
  co_return std::this_thread::get_id();
}

Task<bool> goes_and_comes_back(TaskGroup& group, EventLoop& loop) {
  const auto here = std::this_thread::get_id();
  const auto there = co_await run_there(group, loop.executor(), "visit", where_am_i());
  co_return there != here&& std::this_thread::get_id() == here;
}

TEST_F(RunThereTest, RunsOnTheOtherLoopAndResumesOnItsOwn) {
  EXPECT_TRUE(await(goes_and_comes_back(group_, loop_)));
}

Task<std::unique_ptr<int>> box_of(int value) {
  co_return std::make_unique<int>(value);
}

TEST_F(RunThereTest, GivesWhatCanOnlyBeMoved) {
  EXPECT_EQ(*await(run_there(group_, loop_.executor(), "box", box_of(3))), 3);
}

Task<int> throws() {
  throw std::runtime_error("broken there");
  co_return 1;
}

TEST_F(RunThereTest, ThrowsWhereItIsAwaited) {
  try {
    await(run_there(group_, loop_.executor(), "thrower", throws()));
    FAIL() << "did not throw";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "broken there");
  }
}

TEST_F(RunThereTest, ManyMayBeThereAtOnce) {
  std::vector<Task<std::unique_ptr<int>>> tasks;
  for (int i = 0; i < 200; ++i) {
    tasks.push_back(run_there(group_, loop_.executor(), "box", box_of(i)));
  }

  const auto boxes = testing::await_all(std::move(tasks));

  for (int i = 0; i < 200; ++i) EXPECT_EQ(*boxes[static_cast<std::size_t>(i)], i);
}

}  // namespace
}  // namespace vitrine
