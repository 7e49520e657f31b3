#include "jobs/jobs.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/shop_floor.h"
#include "runtime/sleep.h"

namespace vitrine::jobs {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::await;
using testing::await_all;

TEST(Jobs, GiveEachAnIdOfItsOwn) {
  ShopFloor floor;
  const auto all = await(floor.jobs.enqueue_all({ShopFloor::job(), ShopFloor::job()})).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id.size(), 22U);
  EXPECT_NE(all[0].id, all[1].id);
}

TEST(Jobs, RefuseLongArguments) {
  ShopFloor floor({.arguments_bytes_max = 20});
  auto job = ShopFloor::job();
  job.arguments = R"([{"a":"12345678"}])";
  EXPECT_TRUE(await(floor.jobs.enqueue(job)));
  job.arguments = R"([{"a":"12345678901"}])";
  const auto refused = await(floor.jobs.enqueue(job));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::too_large);
  EXPECT_THAT(refused.error().public_message, ::testing::HasSubstr("21 bytes, and may have 20"));
}

TEST(Jobs, AWaitEndsAtOnceForWhatHasEndedAndForWhatNobodyKnows) {
  ShopFloor floor;
  EXPECT_FALSE(await(floor.jobs.wait("unknown", hours(1))).value());
  const auto id = floor.enqueue(ShopFloor::job());
  EXPECT_TRUE(await(floor.jobs.cancel(id)).value());
  EXPECT_EQ(await(floor.jobs.wait(id, hours(1))).value()->state, State::cancelled);
}

TEST(Jobs, AWaitEndsWithTheTime) {
  ShopFloor floor;
  const auto id = floor.enqueue(ShopFloor::job());
  EXPECT_EQ(await(floor.jobs.wait(id, milliseconds(1))).value()->state, State::waiting);
}

Task<Result<std::optional<Job>>> do_it(ShopFloor& floor) {
  CO_TRY(const auto reserved,
         co_await floor.store.reserve({.workers = {"w:1+1"}, .queues = {"q"}}));
  CO_TRY_VOID(co_await floor.store.settle(reserved.at(0).lease, Done{"result"}));
  co_return std::optional<Job>();
}

TEST(Jobs, AWaitEndsWithTheJob) {
  ShopFloor floor;
  const auto id = floor.enqueue(ShopFloor::job());
  std::vector<Task<Result<std::optional<Job>>>> tasks;
  tasks.push_back(floor.jobs.wait(id, hours(1)));
  tasks.push_back(floor.jobs.wait(id, hours(1)));
  tasks.push_back(do_it(floor));
  const auto results = await_all(std::move(tasks));
  EXPECT_EQ(results[0].value()->result, "result");
  EXPECT_EQ(results[1].value()->result, "result");
}

Task<Result<std::optional<Job>>> end_waits(ShopFloor& floor) {
  floor.jobs.end_waits();
  co_return std::optional<Job>();
}

TEST(Jobs, AWaitEndsWithTheService) {
  ShopFloor floor;
  const auto id = floor.enqueue(ShopFloor::job());
  std::vector<Task<Result<std::optional<Job>>>> tasks;
  tasks.push_back(floor.jobs.wait(id, hours(1)));
  tasks.push_back(end_waits(floor));
  EXPECT_EQ(await_all(std::move(tasks))[0].value()->state, State::waiting);
  EXPECT_EQ(await(floor.jobs.wait(id, hours(1))).value()->state, State::waiting) << "later";
}

TEST(Jobs, OnlySoManyWait) {
  ShopFloor floor({.waiters_max = 1});
  const auto id = floor.enqueue(ShopFloor::job());
  std::vector<Task<Result<std::optional<Job>>>> tasks;
  tasks.push_back(floor.jobs.wait(id, hours(1)));
  tasks.push_back(floor.jobs.wait(id, hours(1)));
  tasks.push_back(do_it(floor));
  const auto results = await_all(std::move(tasks));
  EXPECT_TRUE(results[0]);
  ASSERT_FALSE(results[1]);
  EXPECT_EQ(results[1].error().kind, FailureKind::busy);
  EXPECT_TRUE(await(floor.jobs.wait(id, hours(1)))) << "there is room again";
}

TEST(Jobs, ListenersHearOfChangesAndRatesFollow) {
  ShopFloor floor;
  std::vector<State> heard;
  floor.jobs.on_change([&](const Change& change) { heard.push_back(change.state); });
  floor.enqueue(ShopFloor::job());
  ASSERT_TRUE(await(do_it(floor)));
  EXPECT_THAT(heard, ::testing::ElementsAre(State::waiting, State::running, State::done));
  const auto status = await(floor.jobs.overview()).value();
  EXPECT_EQ(status.overview.processed_total, 1U);
  EXPECT_EQ(status.last_minute.begun, 1U);
  EXPECT_EQ(status.last_minute.done, 1U);
  EXPECT_EQ(status.last_minute.failed, 0U);
}

}  // namespace
}  // namespace vitrine::jobs
