#include "conformance/job_store_conformance.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace vitrine::conformance {

using namespace jobs;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

void JobStoreConformance::open(const StoreLimits& limits) {
  store_.reset();
  store_ = data_->open(limits, clock_);
  store_->listen({.may_be_work =
                      [this](const std::string& queue) {
                        const std::scoped_lock lock(told_mutex_);
                        work_.push_back(queue);
                        told_.notify_all();
                      },
                  .changed =
                      [this](const Change& change) {
                        const std::scoped_lock lock(told_mutex_);
                        changes_.push_back(change);
                        told_.notify_all();
                      }});
}

JobStoreConformance::~JobStoreConformance() {
  if (store_) store_->listen({});
}

bool JobStoreConformance::wait_until(const std::function<bool()>& is_so) {
  std::unique_lock lock(told_mutex_);
  return told_.wait_for(lock, seconds(10), is_so);
}

bool JobStoreConformance::told_of_work(const std::string& queue) {
  return wait_until([&] { return std::ranges::find(work_, queue) != work_.end(); });
}

std::vector<State> JobStoreConformance::told_states(std::size_t count) {
  std::vector<State> states;
  wait_until([&] {
    states.clear();
    for (const auto& change : changes_) {
      if (change.state_is_new) states.push_back(change.state);
    }
    return states.size() >= count;
  });
  return states;
}

bool JobStoreConformance::told_to_stop(const std::string& id) {
  return wait_until([&] {
    return std::ranges::any_of(changes_,
                               [&](const Change& one) { return one.id == id && one.cancel_asked; });
  });
}

void JobStoreConformance::restart() {
  open();
}

IdentifiedJob JobStoreConformance::job(const std::string& id, const std::string& queue) {
  return {id, {.kind = "draw", .queue = queue, .arguments = R"([{"of":"é/)" + id + "\"}]"}};
}

void JobStoreConformance::enqueue(const IdentifiedJob& one) {
  const auto answers = must(store_->enqueue({one}));
  ASSERT_THAT(answers, SizeIs(1));
  EXPECT_EQ(answers[0], (Enqueued{one.id, false}));
}

std::vector<Reserved> JobStoreConformance::reserve(std::vector<std::string> workers,
                                                   std::vector<std::string> queues) {
  return must(store_->reserve(
      {.workers = std::move(workers), .queues = std::move(queues), .lease = kLease}));
}

Reserved JobStoreConformance::begin() {
  auto reserved = reserve({"w:1+1"});
  if (reserved.size() != 1) throw std::runtime_error("nothing to begin");
  return reserved[0];
}

bool JobStoreConformance::settle(const Lease& lease, Outcome outcome) {
  return must(store_->settle(lease, std::move(outcome)));
}

Job JobStoreConformance::look(const std::string& id) {
  auto found = must(store_->look(id));
  if (!found) throw std::runtime_error("no job " + id);
  return *found;
}

std::vector<std::string> JobStoreConformance::ids(const std::vector<Reserved>& reserved) {
  std::vector<std::string> all;
  for (const auto& one : reserved) all.push_back(one.lease.id);
  return all;
}

std::vector<std::string> JobStoreConformance::ids(const JobPage& page) {
  std::vector<std::string> all;
  for (const auto& one : page.jobs) all.push_back(one.id);
  return all;
}

namespace {

TEST_P(JobStoreConformance, AnEmptyStoreKnowsNothing) {
  open();
  EXPECT_FALSE(must(store_->look("none")));
  EXPECT_THAT(reserve({"w:1+1"}), IsEmpty());
  EXPECT_THAT(must(store_->failed(0, 10)).jobs, IsEmpty());
  EXPECT_THAT(must(store_->delayed(0, 10)).jobs, IsEmpty());
  EXPECT_FALSE(must(store_->retry("none")));
  EXPECT_FALSE(must(store_->remove("none")));
  EXPECT_FALSE(must(store_->cancel("none")));
  EXPECT_FALSE(settle({"none", 1, "w:1+1"}, Done{}));
  EXPECT_FALSE(must(store_->note({"none", 1, "w:1+1"}, {5, "x"})));
  must(store_->tend());
  const auto all = overview();
  EXPECT_EQ(all.failed + all.delayed + all.processed_total + all.failed_total, 0U);
}

TEST_P(JobStoreConformance, AJobWaitsRunsAndIsDone) {
  open();
  enqueue(job("a"));
  auto seen = look("a");
  EXPECT_EQ(seen.state, State::waiting);
  EXPECT_EQ(seen.kind, "draw");
  EXPECT_EQ(seen.queue, "q");
  EXPECT_EQ(seen.arguments, R"([{"of":"é/a"}])");
  EXPECT_EQ(seen.attempts_max, 5U);
  EXPECT_EQ(seen.created, clock_.wall());

  const auto reserved = begin();
  EXPECT_EQ(reserved.lease.id, "a");
  EXPECT_EQ(reserved.lease.worker, "w:1+1");
  EXPECT_EQ(reserved.kind, "draw");
  EXPECT_EQ(reserved.queue, "q");
  EXPECT_EQ(reserved.arguments, R"([{"of":"é/a"}])");
  EXPECT_EQ(reserved.attempt, 1U);
  EXPECT_EQ(reserved.attempts_max, 5U);
  seen = look("a");
  EXPECT_EQ(seen.state, State::running);
  EXPECT_EQ(seen.attempts, 1U);
  EXPECT_EQ(seen.worker, "w:1+1");
  EXPECT_EQ(seen.started, clock_.wall());

  clock_.advance(seconds(1));
  EXPECT_TRUE(settle(reserved.lease, Done{"what came out"}));
  seen = look("a");
  EXPECT_EQ(seen.state, State::done);
  EXPECT_EQ(seen.result, "what came out");
  EXPECT_EQ(seen.worker, "");
  EXPECT_EQ(seen.ended, clock_.wall());
  EXPECT_EQ(overview().processed_total, 1U);
}

TEST_P(JobStoreConformance, JobsOfAQueueBeginInTheirOrderUrgentOnesFirst) {
  open();
  auto urgent = job("d");
  urgent.job.priority = Priority::urgent;
  must(store_->enqueue({job("a"), job("b"), job("c")}));
  must(store_->enqueue({urgent}));
  EXPECT_EQ(look("d").ahead, 0U);
  EXPECT_EQ(look("a").ahead, 1U);
  EXPECT_EQ(look("c").ahead, 3U);
  EXPECT_THAT(ids(reserve({"w:1+1", "w:1+2"})), ElementsAre("d", "a"));
  EXPECT_THAT(ids(reserve({"w:1+3"})), ElementsAre("b"));
  EXPECT_THAT(ids(reserve({"w:1+4", "w:1+5"})), ElementsAre("c"));
}

TEST_P(JobStoreConformance, AnEarlierQueueComesBeforeALaterOne) {
  open();
  must(store_->enqueue({job("a", "late"), job("b", "early"), job("c", "other")}));
  const auto some = reserve({"w:1+1", "w:1+2", "w:1+3"}, {"early", "late"});
  EXPECT_THAT(ids(some), ElementsAre("b", "a"));
  EXPECT_EQ(some[0].queue, "early");
  EXPECT_EQ(look("c").state, State::waiting);
}

TEST_P(JobStoreConformance, OneThatSaysTheSameJoinsUntilTheFirstHasEnded) {
  open();
  auto first = job("a");
  first.job.once = "digest";
  auto second = job("b");
  second.job.once = "digest";
  enqueue(first);
  const auto joined = Enqueued{"a", true};
  EXPECT_THAT(must(store_->enqueue({second})), ElementsAre(joined)) << "while it waits";
  EXPECT_THAT(must(store_->enqueue({second, job("c")})),
              ElementsAre(joined, (Enqueued{"c", false})));
  const auto reserved = begin();
  EXPECT_THAT(must(store_->enqueue({second})), ElementsAre(joined)) << "while it runs";
  settle(reserved.lease, RetryAt{clock_.wall() + hours(1), {"busy", "x"}});
  EXPECT_THAT(must(store_->enqueue({second})), ElementsAre(joined)) << "while it is delayed";
  clock_.advance(hours(2));
  must(store_->tend());
  for (const auto& one : reserve({"w:1+1", "w:1+2"})) settle(one.lease, Done{});
  enqueue(second);
}

TEST_P(JobStoreConformance, TwoOfOneCallJoinToo) {
  open();
  auto first = job("a");
  first.job.once = "digest";
  auto second = job("b");
  second.job.once = "digest";
  EXPECT_THAT(must(store_->enqueue({first, second})),
              ElementsAre((Enqueued{"a", false}), (Enqueued{"a", true})));
}

TEST_P(JobStoreConformance, AFullQueueRefusesTheWholeCall) {
  open({.queue_max = 3});
  must(store_->enqueue({job("a"), job("b")}));
  const auto refused = testing::await(store_->enqueue({job("c"), job("d")}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::busy);
  EXPECT_THAT(refused.error().public_message, ::testing::HasSubstr("3"));
  EXPECT_FALSE(must(store_->look("c")));
  enqueue(job("e"));
  begin();
  enqueue(job("f"));
}

TEST_P(JobStoreConformance, WhoeverIsLateChangesNothing) {
  open();
  enqueue(job("a"));
  const auto late = begin();
  clock_.advance(kLease + seconds(1));
  must(store_->tend());
  const auto again = begin();
  EXPECT_EQ(again.lease.id, "a");
  EXPECT_EQ(again.attempt, 2U);
  EXPECT_NE(again.lease.fence, late.lease.fence);
  EXPECT_FALSE(settle(late.lease, Done{"late"}));
  EXPECT_FALSE(settle(late.lease, Failed{{"x", "late"}}));
  EXPECT_FALSE(settle(late.lease, HandedBack{}));
  EXPECT_FALSE(must(store_->note(late.lease, {99, "late"})));
  EXPECT_THAT(must(store_->renew({late.lease, again.lease}, {"w:1+1"}, kLease)),
              ElementsAre(Held::lost, Held::yes));
  EXPECT_EQ(look("a").state, State::running);
  EXPECT_TRUE(settle(again.lease, Done{"in time"}));
  EXPECT_FALSE(settle(again.lease, Done{"twice"}));
  EXPECT_EQ(look("a").result, "in time");
  EXPECT_EQ(overview().processed_total, 1U);
}

TEST_P(JobStoreConformance, ARenewedLeaseLasts) {
  open();
  enqueue(job("a"));
  const auto reserved = begin();
  for (int i = 0; i < 5; ++i) {
    clock_.advance(kLease - seconds(1));
    EXPECT_THAT(must(store_->renew({reserved.lease}, {"w:1+1"}, kLease)), ElementsAre(Held::yes));
    must(store_->tend());
  }
  EXPECT_EQ(look("a").leases_lost, 0U);
  EXPECT_TRUE(settle(reserved.lease, Done{}));
}

TEST_P(JobStoreConformance, AJobThatKillsItsWorkersFails) {
  open();
  auto poison = job("a");
  poison.job.once = "digest";
  enqueue(poison);
  for (std::uint32_t lost = 1; lost <= 3; ++lost) {
    begin();
    clock_.advance(kLease + seconds(1));
    must(store_->tend());
    EXPECT_EQ(look("a").leases_lost, lost);
  }
  const auto seen = look("a");
  EXPECT_EQ(seen.state, State::failed);
  ASSERT_TRUE(seen.error);
  EXPECT_EQ(seen.error->kind, kWorkerLost);
  EXPECT_THAT(ids(must(store_->failed(0, 10))), ElementsAre("a"));
  EXPECT_EQ(overview().failed_total, 1U);
  EXPECT_FALSE(must(store_->enqueue({job("b")})).front().joined);
}

TEST_P(JobStoreConformance, WhatIsHandedBackRunsAtOnceAsIfItHadNot) {
  open();
  enqueue(job("a"));
  enqueue(job("b"));
  auto reserved = begin();
  EXPECT_TRUE(settle(reserved.lease, HandedBack{}));
  EXPECT_EQ(look("a").state, State::waiting);
  EXPECT_EQ(look("a").attempts, 0U);
  reserved = begin();
  EXPECT_EQ(reserved.lease.id, "a") << "before those that came later";
  EXPECT_EQ(reserved.attempt, 1U);
}

}  // namespace
}  // namespace vitrine::conformance
