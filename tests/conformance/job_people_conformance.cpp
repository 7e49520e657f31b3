// Jobs of every store: what people do to them, and what they are shown.
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

TEST_P(JobStoreConformance, WhatDoesNotRunCanBeRemoved) {
  open();
  enqueue(job("failed"));
  settle(begin().lease, Failed{{"x", "y"}});
  enqueue(job("done"));
  settle(begin().lease, Done{});
  enqueue(job("running"));
  const auto running = begin();
  auto later = job("delayed");
  later.job.not_before = clock_.wall() + seconds(60);
  enqueue(later);
  enqueue(job("waiting"));
  for (const std::string id : {"failed", "done", "delayed", "waiting"}) {
    EXPECT_TRUE(must(store_->remove(id))) << id;
    EXPECT_FALSE(must(store_->look(id))) << id;
    EXPECT_FALSE(must(store_->remove(id))) << id;
  }
  EXPECT_FALSE(must(store_->remove("running")));
  const auto all = overview();
  EXPECT_EQ(all.failed, 0U);
  EXPECT_EQ(all.delayed, 0U);
  EXPECT_EQ(all.processed_total, 1U);
  EXPECT_EQ(all.failed_total, 1U);
  EXPECT_THAT(reserve({"w:1+2"}), IsEmpty());
  EXPECT_TRUE(settle(running.lease, Done{}));
}

TEST_P(JobStoreConformance, WhatWaitsIsCancelledAndWhatRunsIsAsked) {
  open();
  auto first = job("a");
  first.job.once = "digest";
  enqueue(first);
  EXPECT_TRUE(must(store_->cancel("a")));
  EXPECT_EQ(look("a").state, State::cancelled);
  EXPECT_FALSE(must(store_->cancel("a")));
  EXPECT_THAT(reserve({"w:1+1"}), IsEmpty());
  auto second = job("b");
  second.job.once = "digest";
  enqueue(second);
  const auto running = begin();
  EXPECT_TRUE(must(store_->cancel("b")));
  EXPECT_EQ(look("b").state, State::running);
  EXPECT_TRUE(look("b").cancel_asked);
  EXPECT_TRUE(told_to_stop("b"));
  EXPECT_THAT(must(store_->renew({running.lease}, {"w:1+1"}, kLease)), ElementsAre(Held::cancel));
  EXPECT_TRUE(settle(running.lease, Cancelled{}));
  EXPECT_EQ(look("b").state, State::cancelled);
  auto later = job("c");
  later.job.not_before = clock_.wall() + seconds(60);
  enqueue(later);
  EXPECT_TRUE(must(store_->cancel("c")));
  EXPECT_EQ(overview().delayed, 0U);
}

TEST_P(JobStoreConformance, ProgressIsShown) {
  open();
  enqueue(job("a"));
  const auto running = begin();
  EXPECT_TRUE(must(store_->note(running.lease, {40, "resize \"é\""})));
  EXPECT_EQ(look("a").progress, (Progress{40, "resize \"é\""}));
  EXPECT_TRUE(settle(running.lease, RetryAt{clock_.wall() + seconds(1), {"busy", "x"}}));
  EXPECT_FALSE(must(store_->note(running.lease, {50, "late"})));
}

TEST_P(JobStoreConformance, TheOverviewShowsQueuesAndWorkers) {
  open();
  must(
      store_->arrive({{"w:1+1", {"q", "r"}, clock_.wall()}, {"w:1+2", {"q", "r"}, clock_.wall()}}));
  must(store_->enqueue({job("a"), job("b"), job("c", "r")}));
  reserve({"w:1+1"});
  auto all = overview();
  ASSERT_THAT(all.queues, SizeIs(2));
  EXPECT_EQ(all.queues[0].name, "q");
  EXPECT_EQ(all.queues[0].waiting, 1U);
  EXPECT_EQ(all.queues[1].name, "r");
  EXPECT_EQ(all.queues[1].waiting, 1U);
  ASSERT_THAT(all.workers, SizeIs(2));
  EXPECT_EQ(all.workers[0].place.name, "w:1+1");
  EXPECT_THAT(all.workers[0].place.queues, ElementsAre("q", "r"));
  ASSERT_TRUE(all.workers[0].job);
  EXPECT_EQ(all.workers[0].job->id, "a");
  EXPECT_EQ(all.workers[0].job->kind, "draw");
  EXPECT_FALSE(all.workers[1].job);
  must(store_->leave({"w:1+1", "w:1+2"}));
  EXPECT_THAT(overview().workers, IsEmpty());
}

}  // namespace
}  // namespace vitrine::conformance
