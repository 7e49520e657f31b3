// What stands in Redis while jobs are under way, to the byte, and what other programs may do to it.
#include <future>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "crypto/token.h"
#include "redis_server/redis_server.h"
#include "service/harness/patience.h"
#include "store/redis/job_store.h"

namespace vitrine::store::redis {
namespace {

using namespace jobs;
using std::chrono::seconds;
using testing::await;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kText = R"({"class":"draw","queue":"q","args":[{"jid":"ID","of":"é / \u001b"}]})";
constexpr auto kNodeText = R"({"class":"draw","queue":"q","args":["/a.png","/b.png"]})";
constexpr auto kRubyText = R"({"class":"Draw::It","args":[1,{"b":"\u00e9"}]})";

class JobLayout : public ::testing::Test {
 protected:
  std::string ask(const Command& command) { return server_.ask(command); }

  std::string list(const std::string& key) {
    return ask(
        {"EVAL", "return table.concat(redis.call('LRANGE', KEYS[1], 0, -1), '|')", "1", key});
  }

  std::string set(const std::string& key) {
    return ask({"EVAL",
                "local all = redis.call('SMEMBERS', KEYS[1]) table.sort(all) "
                "return table.concat(all, '|')",
                "1",
                key});
  }

  void enqueue(std::optional<WallTime> not_before = {}) {
    NewJob job{.kind = "draw",
               .queue = "q",
               .arguments = R"([{"of":"é / \u001b"}])",
               .not_before = not_before,
               .once = "digest"};
    await(store_.enqueue({{"ID", std::move(job)}})).value();
  }

  void push(const std::string& text) {
    ask({"SADD", "resque:queues", "q"});
    ask({"RPUSH", "resque:queue:q", text});
  }

  std::vector<Reserved> reserve(std::vector<std::string> workers = {"w:7+1"}) {
    return await(store_.reserve({.workers = std::move(workers), .queues = {"q"}})).value();
  }

  Reserved begin() { return reserve().at(0); }

  bool settle(const Reserved& reserved, Outcome outcome) {
    return await(store_.settle(reserved.lease, std::move(outcome))).value();
  }

  void tend() { await(store_.tend()).value(); }

  std::optional<Job> look(const std::string& id = "ID") { return await(store_.look(id)).value(); }

  ManualClock clock_;
  testing::RedisServer server_;
  JobStore store_{
      {.address = server_.address(), .clock_of_server = false}, clock_, crypto::random_bytes};
};

TEST_F(JobLayout, AJobOnItsWay) {
  await(store_.arrive({{"w:7+1", {"q", "r"}, clock_.wall()}})).value();
  EXPECT_EQ(set("resque:workers"), "w:7+1:q,r");
  EXPECT_EQ(ask({"GET", "resque:worker:ping:w:7+1"}),
            R"({"time":1700000000,"name":"w:7+1","queues":"q,r"})");
  EXPECT_EQ(ask({"GET", "resque:worker:w:7+1:q,r:started"}), "1700000000");
  EXPECT_EQ(ask({"HGET", "resque:workers:heartbeat", "w:7+1:q,r"}), "2023-11-14T22:13:20Z");
  enqueue();
  EXPECT_EQ(set("resque:queues"), "q");
  EXPECT_EQ(list("resque:queue:q"), kText);
  const auto job = begin();
  EXPECT_EQ(job.arguments, R"([{"of":"é / \u001b"}])");
  EXPECT_EQ(list("resque:queue:q"), "");
  EXPECT_EQ(
      ask({"GET", "resque:worker:w:7+1:q,r"}),
      std::string(R"({"run_at":"2023-11-14T22:13:20Z","queue":"q","worker":"w:7+1","payload":)") +
          kText + "}");
  EXPECT_TRUE(settle(job, Done{"x"}));
  EXPECT_EQ(ask({"GET", "resque:worker:w:7+1:q,r"}), "");
  EXPECT_EQ(ask({"GET", "resque:stat:processed"}), "1");
  EXPECT_EQ(ask({"GET", "resque:stat:processed:w:7+1"}), "1");
  await(store_.leave({"w:7+1"})).value();
  EXPECT_EQ(ask({"EVAL", "return table.concat(redis.call('KEYS', 'resque:*worker*'), '|')", "0"}),
            "");
}

TEST_F(JobLayout, AWorkerThatHasVanishedIsForgottenAfterAMinute) {
  await(store_.arrive({{"w:7+1", {"q"}, clock_.wall()}})).value();
  ask({"SADD", "resque:workers", "node:1:q"});
  clock_.advance(seconds(59));
  tend();
  EXPECT_EQ(set("resque:workers"), "node:1:q|w:7+1:q");
  clock_.advance(seconds(2));
  tend();
  EXPECT_EQ(set("resque:workers"), "node:1:q") << "others look after theirs";
  EXPECT_EQ(ask({"GET", "resque:worker:ping:w:7+1"}), "");
}

TEST_F(JobLayout, AFailure) {
  enqueue();
  EXPECT_TRUE(settle(begin(), Failed{{"unsupported", "No \"picture\"\n/ é"}}));
  EXPECT_EQ(list("resque:failed"),
            std::string(R"({"worker":"w:7+1","queue":"q","payload":)") + kText +
                R"(,"exception":"unsupported","error":"No \"picture\"\n/ é",)"
                R"("backtrace":["vitrine"],"failed_at":"2023-11-14T22:13:20Z","jid":"ID"})");
  EXPECT_EQ(ask({"GET", "resque:stat:failed"}), "1");
  EXPECT_EQ(ask({"GET", "resque:stat:failed:w:7+1"}), "1");
}

TEST_F(JobLayout, ADelayedJob) {
  enqueue(clock_.wall() + seconds(60));
  EXPECT_EQ(list("resque:delayed:1700000060"), kText);
  EXPECT_EQ(set(std::string("resque:timestamps:") + kText), "delayed:1700000060");
  EXPECT_EQ(ask({"ZSCORE", "resque:delayed_queue_schedule", "1700000060"}), "1700000060");
  clock_.advance(seconds(61));
  tend();
  EXPECT_EQ(list("resque:queue:q"), kText);
  EXPECT_EQ(
      ask({"EVAL", "return table.concat(redis.call('KEYS', '*[dt][ei][lm]*[0-9]'), '|')", "0"}),
      "");
  EXPECT_EQ(ask({"ZSCORE", "resque:delayed_queue_schedule", "1700000060"}), "");
}

TEST_F(JobLayout, SchedulersOfOthersStayIdle) {
  tend();
  EXPECT_THAT(ask({"GET", "resque:resque_scheduler_leader_lock"}),
              ::testing::StartsWith("vitrine:"));
  await(store_.leave({})).value();
  EXPECT_EQ(ask({"GET", "resque:resque_scheduler_leader_lock"}), "");
  ask({"SET", "resque:resque_scheduler_leader_lock", "node:1"});
  tend();
  EXPECT_EQ(ask({"GET", "resque:resque_scheduler_leader_lock"}), "node:1");
}

TEST_F(JobLayout, JobsOfOthersAreDone) {
  push(kNodeText);
  push(kRubyText);
  const auto some = reserve({"w:7+1", "w:7+2"});
  ASSERT_THAT(some, SizeIs(2));
  EXPECT_EQ(some[0].kind, "draw");
  EXPECT_EQ(some[0].arguments, R"(["/a.png","/b.png"])");
  EXPECT_EQ(some[0].lease.id.size(), 22U);
  EXPECT_EQ(some[1].kind, "Draw::It");
  EXPECT_EQ(some[1].arguments, R"([1,{"b":"\u00e9"}])");
  EXPECT_TRUE(settle(some[0], Done{}));
  EXPECT_TRUE(settle(some[1], Failed{{"UnknownKind", "x"}}));
  EXPECT_THAT(list("resque:failed"), ::testing::HasSubstr(std::string("\"payload\":") + kRubyText));
  EXPECT_EQ(look(some[0].lease.id)->state, State::done);
}

TEST_F(JobLayout, WhatIsNoJobFailsAndStopsNobody) {
  for (const std::string text : {"no JSON \"", "7", "{}", R"({"class":"","args":[]})"}) push(text);
  enqueue();
  const auto some = reserve({"w:7+1", "w:7+2", "w:7+3", "w:7+4", "w:7+5"});
  ASSERT_THAT(some, SizeIs(1));
  EXPECT_EQ(some[0].lease.id, "ID");
  const auto page = await(store_.failed(0, 10)).value();
  ASSERT_EQ(page.total, 4U);
  for (const auto& job : page.jobs) EXPECT_EQ(job.error->kind, "MalformedJob");
}

TEST_F(JobLayout, LocksOfNodePluginsAreHonoured) {
  const std::string tail = R"(draw:q:["/a.png","/b.png"])";
  push(kNodeText);
  ask({"SET", "resque:lock:" + tail, "1"});
  const auto job = begin();
  EXPECT_EQ(ask({"GET", "resque:lock:" + tail}), "") << "an equal job may be put in";
  EXPECT_NE(ask({"GET", "resque:workerslock:" + tail}), "");
  push(kNodeText);
  EXPECT_THAT(reserve(), IsEmpty()) << "an equal one runs";
  EXPECT_TRUE(settle(job, Done{}));
  EXPECT_EQ(ask({"GET", "resque:workerslock:" + tail}), "");
  clock_.advance(seconds(4));
  tend();
  EXPECT_THAT(reserve(), SizeIs(1));
}

TEST_F(JobLayout, NothingBeginsWhileAllIsPaused) {
  enqueue();
  ask({"SET", "resque:pause-all-workers", "true"});
  EXPECT_THAT(reserve(), IsEmpty());
  EXPECT_TRUE(await(store_.overview()).value().paused);
  ask({"DEL", "resque:pause-all-workers"});
  EXPECT_THAT(reserve(), SizeIs(1));
}

// As ah-resque-ui does it.
TEST_F(JobLayout, AToolRetriesAndRemoves) {
  enqueue();
  EXPECT_TRUE(settle(begin(), Failed{{"x", "y"}}));
  EXPECT_EQ(ask({"EVAL",
                 "local record = redis.call('LRANGE', 'resque:failed', 0, 0)[1] "
                 "local payload = string.match(record, '\"payload\":(.*),\"exception\"') "
                 "redis.call('RPUSH', 'resque:queue:q', payload) "
                 "return tostring(redis.call('LREM', 'resque:failed', 1, record))",
                 "0"}),
            "1");
  EXPECT_EQ(look()->state, State::waiting);
  const auto again = begin();
  EXPECT_EQ(again.lease.id, "ID");
  EXPECT_EQ(again.attempt, 1U);
  EXPECT_TRUE(settle(again, Failed{{"x", "y"}}));
  ask({"DEL", "resque:failed"});
  EXPECT_FALSE(look()) << "removed";
}

TEST_F(JobLayout, FailuresOfOthersAreRetriedAndRemoved) {
  const auto record = R"({"worker":"h:1","queue":"q","payload":)" + std::string(kNodeText) +
                      R"(,"exception":"E","error":"e","backtrace":[],"failed_at":"x"})";
  for (int i = 0; i < 2; ++i) ask({"RPUSH", "resque:failed", record + std::string(i, ' ')});
  const auto page = await(store_.failed(0, 10)).value();
  ASSERT_EQ(page.total, 2U);
  EXPECT_TRUE(await(store_.retry(page.jobs[1].id)).value());
  EXPECT_EQ(list("resque:queue:q"), kNodeText);
  EXPECT_TRUE(await(store_.remove(page.jobs[0].id)).value());
  EXPECT_FALSE(await(store_.remove(page.jobs[0].id)).value());
  EXPECT_EQ(list("resque:failed"), "");
}

TEST_F(JobLayout, AFlushedServerIsNoTrouble) {
  enqueue();
  const auto lost = begin();
  ask({"FLUSHALL"});
  EXPECT_FALSE(settle(lost, Done{}));
  EXPECT_FALSE(look());
  tend();
  enqueue();
  const auto again = begin();
  EXPECT_FALSE(settle(lost, Done{})) << "of another life";
  EXPECT_TRUE(settle(again, Done{}));
}

TEST_F(JobLayout, ADeletedQueueLetsTheSameBePutInAgain) {
  enqueue();
  ask({"DEL", "resque:queue:q"});
  EXPECT_FALSE(look());
  EXPECT_FALSE(await(store_.enqueue({{"ID2", {.kind = "draw", .queue = "q", .once = "digest"}}}))
                   .value()
                   .front()
                   .joined);
}

TEST_F(JobLayout, AServerThatWasAwayIsUsedAgain) {
  // Otherwise it may put off writing while the disk is slow.
  ask({"CONFIG", "SET", "appendfsync", "always"});
  enqueue();
  const auto job = begin();
  server_.kill();
  EXPECT_FALSE(await(store_.settle(job.lease, Done{})));
  EXPECT_NE(store_.trouble(), "");
  server_.start();
  const auto again = [&] {
    const auto settled = await(store_.settle(job.lease, Done{}));
    return settled && *settled;
  };
  EXPECT_TRUE(service::eventually(again));
  EXPECT_EQ(store_.trouble(), "");
}

// As node-resque enqueues.
TEST_F(JobLayout, IdleWorkersAreWokenByOthers) {
  std::promise<std::string> woken;
  store_.listen({.may_be_work = [&](const std::string& queue) { woken.set_value(queue); }});
  EXPECT_THAT(reserve(), IsEmpty());
  push(kNodeText);
  auto told = woken.get_future();
  ASSERT_EQ(told.wait_for(seconds(10)), std::future_status::ready);
  EXPECT_EQ(told.get(), "q");
  EXPECT_EQ(list("resque:queue:q"), kNodeText);
  store_.listen({});
}

}  // namespace
}  // namespace vitrine::store::redis
