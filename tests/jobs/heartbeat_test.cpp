// What workers do while a job takes long, while the store is away, and when they are late.
#include <atomic>
#include <future>
#include <memory>

#include <gtest/gtest.h>

#include "jobs/forwarding_store.h"
#include "jobs/shop_floor.h"
#include "jobs/workers.h"
#include "runtime/pool.h"
#include "runtime/run_on.h"

namespace vitrine::jobs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::await;

// Says when leases were renewed, and fails as often as it is told to.
class TroubledStore final : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;

  Task<Result<std::vector<Held>>> renew(std::vector<Lease> leases,
                                        std::vector<std::string> workers,
                                        std::chrono::milliseconds lease) override {
    const bool holds = !leases.empty();
    auto held = co_await ForwardingStore::renew(std::move(leases), std::move(workers), lease);
    if (holds) renewed.fetch_add(1);
    renewed.notify_all();
    co_return held;
  }

  Task<Result<bool>> settle(Lease lease, Outcome outcome) override {
    if (settle_failures.fetch_sub(1) > 0) co_return fail(FailureKind::unavailable, "Away");
    co_return co_await ForwardingStore::settle(std::move(lease), std::move(outcome));
  }

  Task<Result<std::vector<Reserved>>> reserve(Reservation reservation) override {
    if (reserve_failures.fetch_sub(1) > 0) co_return fail(FailureKind::unavailable, "Away");
    co_return co_await ForwardingStore::reserve(std::move(reservation));
  }

  Task<Result<void>> arrive(std::vector<WorkerPlace> places) override {
    if (arrive_failures.fetch_sub(1) > 0) co_return fail(FailureKind::unavailable, "Away");
    co_return co_await ForwardingStore::arrive(std::move(places));
  }

  // Ends when leases were renewed once more, from a moment after this call on.
  void wait_for_renewal() {
    const int target = renewed.load() + 2;
    for (int seen = renewed.load(); seen < target; seen = renewed.load()) renewed.wait(seen);
  }

  std::atomic<int> renewed{0};
  std::atomic<int> settle_failures{0};
  std::atomic<int> reserve_failures{0};
  std::atomic<int> arrive_failures{0};
};

// A function that blocks a thread of its own until it is let go.
struct Slow {
  static Task<Result<std::string>> work(Slow& slow, const JobRun& run) {
    co_await run_on(slow.pool, [&slow] {
      slow.begun.set_value();
      slow.let_go.get_future().wait();
    });
    if (run.cancelled()) co_return fail(FailureKind::unavailable, "Stopped");
    co_return "slow";
  }

  std::promise<void> begun;
  std::promise<void> let_go;
  Pool pool{{.name = "slow"}};
};

struct Team {
  Team() {
    workers.add_kind("slow", [this](JobRun& run) { return Slow::work(slow, run); });
  }

  ShopFloor floor;
  TroubledStore store{floor.store};
  Slow slow;
  Workers workers{{.label = "w",
                   .process = 7,
                   .queues = {"q"},
                   .concurrency = 1,
                   .heartbeat = milliseconds{1},
                   .tend = milliseconds{1},
                   .store_pause = milliseconds{1}},
                  store,
                  floor.jobs,
                  floor.clock,
                  counting_random(),
                  floor.metrics,
                  observe::Log::silent()};
};

TEST(Heartbeat, KeepsTheLeaseOfAJobThatTakesLong) {
  Team team;
  team.workers.start();
  const auto id = team.floor.enqueue(ShopFloor::job("slow"));
  team.slow.begun.get_future().wait();
  for (int i = 0; i < 5; ++i) {
    team.store.wait_for_renewal();
    team.floor.clock.advance(seconds(20));
  }
  team.store.wait_for_renewal();
  team.slow.let_go.set_value();
  const auto job = await(team.floor.jobs.wait(id, seconds(20))).value().value();
  EXPECT_EQ(job.state, State::done);
  EXPECT_EQ(job.leases_lost, 0U);
}

TEST(Heartbeat, LearnsThatTheLeaseWasLost) {
  Team team;
  team.workers.start();
  const auto id = team.floor.enqueue(ShopFloor::job("slow"));
  team.slow.begun.get_future().wait();
  // As when the process was stopped for a while, and another worker has done the job.
  EXPECT_TRUE(await(team.floor.store.settle({id, 1, "w:7+1"}, Done{"by another"})).value());
  team.store.wait_for_renewal();
  team.slow.let_go.set_value();
  team.workers.stop();
  EXPECT_EQ(team.floor.look(id).result, "by another");
  EXPECT_EQ(team.floor.look(id).attempts, 1U);
}

TEST(Heartbeat, AStoreThatWasAwayIsAskedAgain) {
  Team team;
  team.store.arrive_failures = 3;
  team.store.reserve_failures = 3;
  team.store.settle_failures = 3;
  team.workers.start();
  const auto id = team.floor.enqueue(ShopFloor::job("slow"));
  team.slow.let_go.set_value();
  const auto job = await(team.floor.jobs.wait(id, seconds(20))).value().value();
  EXPECT_EQ(job.state, State::done);
  EXPECT_EQ(job.attempts, 1U);
}

}  // namespace
}  // namespace vitrine::jobs
