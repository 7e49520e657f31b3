#include "runtime/run_on.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"

namespace vitrine {
namespace {

using testing::await;

class RunOnTest : public ::testing::Test {
 protected:
  Pool pool_{{.name = "pool", .threads = 2}};
};

Task<bool> hops_and_comes_back(Pool& pool) {
  const auto here = std::this_thread::get_id();
  auto work = [] { return std::this_thread::get_id(); };
  const auto there = co_await run_on(pool, work);
  co_return there != here&& std::this_thread::get_id() == here;
}

TEST_F(RunOnTest, RunsOnThePoolAndResumesOnTheLoop) {
  EXPECT_TRUE(await(hops_and_comes_back(pool_)));
}

TEST_F(RunOnTest, TakesAndGivesWhatCanOnlyBeMoved) {
  auto box = std::make_unique<int>(1);
  auto work = [box = std::move(box)]() mutable {
    ++*box;
    return std::move(box);
  };

  EXPECT_EQ(*await(run_on(pool_, std::move(work))), 2);
}

struct NoDefault {
  explicit NoDefault(int given) : value(given) {}

  int value;
};

TEST_F(RunOnTest, GivesTypesWithoutADefault) {
  EXPECT_EQ(await(run_on(pool_, [] { return NoDefault(7); })).value, 7);
}

TEST_F(RunOnTest, AwaitsWorkThatGivesNothing) {
  bool ran = false;
  await(run_on(pool_, [&ran] { ran = true; }));
  EXPECT_TRUE(ran);
}

Task<std::string> message_of(Task<int> task) {
  std::string message = "nothing was thrown";
  try {
    co_await std::move(task);
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  co_return message;
}

int throws() {
  throw std::runtime_error("broken machine");
}

TEST_F(RunOnTest, ThrowsWhereItIsAwaitedWhatTheWorkThrew) {
  EXPECT_EQ(await(message_of(run_on(pool_, throws))), "broken machine");
  EXPECT_THROW(await(run_on(pool_, [] { throws(); })), std::runtime_error);
}

TEST_F(RunOnTest, ManyTasksOfOneLoopMayWaitAtOnce) {
  std::vector<Task<int>> tasks;
  for (int i = 0; i < 200; ++i) tasks.push_back(run_on(pool_, [i] { return i; }));

  const auto values = testing::await_all(std::move(tasks));

  for (int i = 0; i < 200; ++i) EXPECT_EQ(values[static_cast<std::size_t>(i)], i);
}

Task<long> holders_after(Pool& pool, std::shared_ptr<int> watched) {
  auto work = [held = std::shared_ptr<int>(watched)] { return *held; };
  co_await run_on(pool, std::move(work));
  co_return watched.use_count();
}

TEST_F(RunOnTest, DestroysTheWorkBeforeItsAwaiterGoesOn) {
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(await(holders_after(pool_, std::make_shared<int>(1))), 1);
  }
}

}  // namespace
}  // namespace vitrine
