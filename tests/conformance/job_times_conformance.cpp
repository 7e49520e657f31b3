// Jobs of every store: what time does to them.
#include <gmock/gmock.h>

#include "conformance/job_store_conformance.h"

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

namespace {

TEST_P(JobStoreConformance, ADelayedJobWaitsForItsTime) {
  open();
  auto later = job("a");
  later.job.not_before = clock_.wall() + seconds(60);
  enqueue(later);
  auto sooner = job("b");
  sooner.job.not_before = clock_.wall() + seconds(20);
  enqueue(sooner);
  auto past = job("c");
  past.job.not_before = clock_.wall() - seconds(1);
  enqueue(past);
  EXPECT_EQ(look("a").state, State::delayed);
  EXPECT_EQ(look("c").state, State::waiting);
  EXPECT_THAT(ids(must(store_->delayed(0, 10))), ElementsAre("b", "a"));
  EXPECT_EQ(overview().delayed, 2U);
  must(store_->tend());
  auto begun = reserve({"w:1+1", "w:1+2", "w:1+3"});
  EXPECT_THAT(ids(begun), ElementsAre("c"));
  settle(begun.at(0).lease, Done{});
  clock_.advance(seconds(21));
  must(store_->tend());
  EXPECT_TRUE(told_of_work("q"));
  begun = reserve({"w:1+1", "w:1+2"});
  EXPECT_THAT(ids(begun), ElementsAre("b"));
  settle(begun.at(0).lease, Done{});
  clock_.advance(seconds(40));
  must(store_->tend());
  EXPECT_THAT(ids(reserve({"w:1+1", "w:1+2"})), ElementsAre("a"));
  EXPECT_EQ(overview().delayed, 0U);
}

TEST_P(JobStoreConformance, AnAttemptThatFailedIsMadeAgainAtItsTime) {
  open();
  enqueue(job("a"));
  const auto reserved = begin();
  EXPECT_TRUE(settle(reserved.lease, RetryAt{clock_.wall() + seconds(16), {"busy", "Full"}}));
  auto seen = look("a");
  EXPECT_EQ(seen.state, State::delayed);
  EXPECT_EQ(seen.error, (JobError{"busy", "Full"}));
  EXPECT_GE(seen.not_before, clock_.wall() + seconds(16));
  EXPECT_LE(seen.not_before, clock_.wall() + seconds(17));
  EXPECT_THAT(reserve({"w:1+1"}), IsEmpty());
  clock_.advance(seconds(18));
  must(store_->tend());
  const auto again = begin();
  EXPECT_EQ(again.attempt, 2U);
  EXPECT_TRUE(settle(again.lease, Done{}));
  seen = look("a");
  EXPECT_EQ(seen.attempts, 2U);
  EXPECT_FALSE(seen.error);
}

TEST_P(JobStoreConformance, FailedOnesAreListedNewestFirst) {
  open();
  for (const auto* id : {"a", "b", "c"}) {
    enqueue(job(id));
    const auto reserved = begin();
    clock_.advance(seconds(1));
    EXPECT_TRUE(settle(reserved.lease, Failed{{"unsupported", "Not a \"picture\"\n/ é"}}));
  }
  auto page = must(store_->failed(0, 2));
  EXPECT_THAT(ids(page), ElementsAre("c", "b"));
  EXPECT_EQ(page.total, 3U);
  EXPECT_EQ(page.jobs[0].error, (JobError{"unsupported", "Not a \"picture\"\n/ é"}));
  EXPECT_EQ(page.jobs[0].arguments, R"([{"of":"é/c"}])");
  EXPECT_EQ(std::chrono::floor<seconds>(page.jobs[0].ended.value()),
            std::chrono::floor<seconds>(clock_.wall()));
  EXPECT_THAT(ids(must(store_->failed(2, 2))), ElementsAre("a"));
  EXPECT_EQ(overview().failed, 3U);
  EXPECT_EQ(overview().failed_total, 3U);
}

TEST_P(JobStoreConformance, AFailedOneThatIsRetriedHasAllItsAttemptsAgain) {
  open();
  enqueue(job("a"));
  settle(begin().lease, Failed{{"unsupported", "x"}});
  EXPECT_TRUE(must(store_->retry("a")));
  EXPECT_FALSE(must(store_->retry("a"))) << "it waits";
  EXPECT_EQ(overview().failed, 0U);
  EXPECT_EQ(overview().failed_total, 1U);
  EXPECT_EQ(look("a").state, State::waiting);
  EXPECT_FALSE(look("a").error);
  const auto again = begin();
  EXPECT_EQ(again.attempt, 1U);
  EXPECT_FALSE(must(store_->retry("a"))) << "it runs";
  EXPECT_TRUE(settle(again.lease, Done{}));
  EXPECT_FALSE(must(store_->retry("a"))) << "it is done";
}

TEST_P(JobStoreConformance, ADelayedOneThatIsRetriedWaitsAtOnce) {
  open();
  enqueue(job("a"));
  settle(begin().lease, RetryAt{clock_.wall() + hours(1), {"busy", "x"}});
  EXPECT_TRUE(must(store_->retry("a")));
  EXPECT_EQ(overview().delayed, 0U);
  EXPECT_EQ(begin().lease.id, "a");
  clock_.advance(hours(2));
  must(store_->tend());
  EXPECT_EQ(look("a").leases_lost, 1U);
}

TEST_P(JobStoreConformance, DoneJobsAreForgottenAfterATimeAndAboveANumber) {
  open({.done_max = 2, .done_kept = hours(1), .failed_max = 1});
  for (const auto* id : {"a", "b", "c"}) {
    enqueue(job(id));
    settle(begin().lease, Done{});
    clock_.advance(seconds(1));
  }
  for (const auto* id : {"d", "e"}) {
    enqueue(job(id));
    settle(begin().lease, Failed{{"x", "y"}});
    clock_.advance(seconds(1));
  }
  must(store_->tend());
  EXPECT_FALSE(must(store_->look("a")));
  EXPECT_TRUE(must(store_->look("b")));
  EXPECT_TRUE(must(store_->look("c")));
  EXPECT_THAT(ids(must(store_->failed(0, 10))), ElementsAre("e"));
  clock_.advance(hours(1) - seconds(2));
  must(store_->tend());
  clock_.advance(hours(1));
  must(store_->tend());
  EXPECT_FALSE(must(store_->look("b")));
  EXPECT_FALSE(must(store_->look("c")));
  EXPECT_EQ(overview().processed_total, 3U);
  EXPECT_EQ(overview().failed_total, 2U);
}

TEST_P(JobStoreConformance, EveryStepIsTold) {
  open();
  EXPECT_THAT(reserve({"w:1+1"}), IsEmpty());
  enqueue(job("a"));
  EXPECT_TRUE(told_of_work("q"));
  settle(begin().lease, RetryAt{clock_.wall() + seconds(10), {"busy", "x"}});
  clock_.advance(seconds(12));
  must(store_->tend());
  settle(begin().lease, Done{});
  EXPECT_THAT(told_states(6),
              ElementsAre(State::waiting,
                          State::running,
                          State::delayed,
                          State::waiting,
                          State::running,
                          State::done));
}

TEST_P(JobStoreConformance, WhatWasAcknowledgedIsThereAfterARestart) {
  open();
  enqueue(job("done"));
  settle(begin().lease, Done{"result"});
  enqueue(job("failed"));
  settle(begin().lease, Failed{{"x", "y"}});
  auto later = job("delayed");
  later.job.not_before = clock_.wall() + seconds(60);
  later.job.once = "digest";
  enqueue(later);
  enqueue(job("waiting"));
  restart();
  EXPECT_EQ(look("done").result, "result");
  EXPECT_EQ(look("failed").error, (JobError{"x", "y"}));
  EXPECT_EQ(look("waiting").state, State::waiting);
  auto same = job("other");
  same.job.once = "digest";
  EXPECT_TRUE(must(store_->enqueue({same})).front().joined);
  const auto all = overview();
  EXPECT_EQ(all.processed_total, 1U);
  EXPECT_EQ(all.failed_total, 1U);
  EXPECT_EQ(all.delayed, 1U);
  EXPECT_EQ(all.queues.front().waiting, 1U);
  clock_.advance(seconds(61));
  must(store_->tend());
  EXPECT_THAT(ids(reserve({"w:1+1", "w:1+2"})), UnorderedElementsAre("waiting", "delayed"));
}

TEST_P(JobStoreConformance, WhatRanWhenTheProcessEndedRunsAgain) {
  open();
  enqueue(job("a"));
  const auto before = begin();
  restart();
  clock_.advance(kLease + seconds(1));
  must(store_->tend());
  const auto again = begin();
  EXPECT_EQ(again.lease.id, "a");
  EXPECT_EQ(look("a").leases_lost, 1U);
  EXPECT_FALSE(settle(before.lease, Done{}));
  EXPECT_TRUE(settle(again.lease, Done{}));
}

}  // namespace
}  // namespace vitrine::conformance
