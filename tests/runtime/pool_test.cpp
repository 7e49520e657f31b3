#include "runtime/pool.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Pool, RunsWorkOnItsThreadsInTheOrderInWhichItCame) {
  std::vector<int> order;
  {
    Pool pool({.name = "one", .threads = 1});
    EXPECT_EQ(pool.threads(), 1U);
    for (int i = 0; i < 100; ++i) pool.submit([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 100U) << "the destructor runs what was submitted";
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(Pool, WorksOnAllItsThreadsAtOnce) {
  constexpr int kThreads = 3;
  Pool pool({.name = "three", .threads = kThreads});
  std::latch all_here(kThreads);
  std::latch done(kThreads);

  // Each waits for the others, so fewer threads would never get past the first latch.
  for (int i = 0; i < kThreads; ++i) {
    pool.submit([&] {
      all_here.arrive_and_wait();
      done.count_down();
    });
  }

  done.wait();
}

TEST(Pool, NamesItsThreadsAndLowersTheirPriority) {
  Pool pool({.name = "a-pool-with-a-long-name", .threads = 1, .nice = 5});
  std::promise<std::pair<std::string, int>> seen;
  pool.submit([&seen] {
    std::array<char, 16> name{};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    seen.set_value({name.data(), getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()))});
  });

  const auto [name, priority] = seen.get_future().get();
  EXPECT_EQ(name, "a-pool-with-a-l");
  EXPECT_EQ(priority, getpriority(PRIO_PROCESS, 0) + 5);
}

TEST(Pool, TakesWorkThatCannotBeCopiedAndDropsItWhenItIsDone) {
  std::weak_ptr<int> watched;
  std::promise<void> next_runs;
  Pool pool({.name = "one", .threads = 1});
  auto value = std::make_unique<std::shared_ptr<int>>(std::make_shared<int>(1));
  watched = *value;

  pool.submit([value = std::move(value)] { **value = 2; });
  pool.submit([&next_runs] { next_runs.set_value(); });

  next_runs.get_future().wait();
  EXPECT_TRUE(watched.expired());
}

TEST(Pool, TakesWorkFromItsOwnThreads) {
  std::atomic<int> runs = 0;
  {
    Pool pool({.name = "two", .threads = 2});
    pool.submit([&] {
      ++runs;
      pool.submit([&] { ++runs; });
    });
  }
  EXPECT_EQ(runs, 2);
}

TEST(Pool, WithoutThreadsIsABrokenProgram) {
  EXPECT_THROW(Pool({.name = "none", .threads = 0}), std::logic_error);
}

}  // namespace
}  // namespace vitrine
