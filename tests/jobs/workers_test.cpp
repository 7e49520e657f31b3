#include "jobs/workers.h"

#include <future>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/shop_floor.h"
#include "runtime/pool.h"
#include "runtime/run_on.h"

namespace vitrine::jobs {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::await;

Task<Result<std::string>> draw(JobRun& run) {
  run.progress(50, "half");
  co_return "drawn " + run.arguments();
}

Task<Result<std::string>> refuse(JobRun& run) {
  co_return fail(FailureKind::unsupported, "Not a picture: " + run.kind());
}

Task<Result<std::string>> be_busy(JobRun& /*run*/) {
  co_return fail(FailureKind::busy, "Full");
}

Task<Result<std::string>> break_down(JobRun& /*run*/) {
  throw std::runtime_error("a secret");
  co_return "";
}

struct Team {
  explicit Team(WorkersConfig config = {})
      : workers(
            std::move(config),
            floor.store,
            floor.jobs,
            floor.clock,
            [](std::size_t bytes) { return std::string(bytes, '\0'); },
            floor.metrics,
            observe::Log::silent()) {
    workers.add_kind("draw", draw);
    workers.add_kind("refuse", refuse);
    workers.add_kind("busy", be_busy);
    workers.add_kind("break", break_down);
  }

  static WorkersConfig config(std::size_t concurrency = 2) {
    return {.label = "w", .process = 7, .queues = {"q"}, .concurrency = concurrency};
  }

  Job finish(const std::string& kind) {
    const auto id = floor.enqueue(ShopFloor::job(kind));
    return await(floor.jobs.wait(id, seconds(20))).value().value();
  }

  ShopFloor floor;
  Workers workers;
};

TEST(Workers, DoWhatWaitsAndWhatComes) {
  Team team(Team::config());
  const auto before = team.floor.enqueue(ShopFloor::job());
  team.workers.start();
  EXPECT_EQ(await(team.floor.jobs.wait(before, seconds(20))).value()->result, "drawn [{}]");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(team.finish("draw").state, State::done);
  team.workers.stop();
  EXPECT_EQ(await(team.floor.jobs.overview()).value().overview.workers.size(), 0U);
}

TEST(Workers, TellWhyItDidNotWork) {
  struct Case {
    const char* kind;
    const char* error;
    const char* sentence;
  };

  Team team(Team::config());
  team.workers.start();
  for (const auto& [kind, error, sentence] : {
           Case{"refuse", "unsupported", "Not a picture: refuse"},
           Case{
               "nobody.knows", "UnknownKind", "No worker here knows jobs of the kind nobody.knows"},
       }) {
    const auto job = team.finish(kind);
    EXPECT_EQ(job.state, State::failed) << kind;
    EXPECT_EQ(job.error, (JobError{error, sentence}));
    EXPECT_EQ(job.attempts, 1U);
  }
}

// Ends when a job has come to `state`.
class Arrival {
 public:
  Arrival(Jobs& jobs, State state) {
    jobs.on_change([done = done_, state](const Change& change) {
      if (change.state == state && change.state_is_new) done->set_value(change.id);
    });
  }

  JobId wait() { return done_->get_future().get(); }

 private:
  std::shared_ptr<std::promise<JobId>> done_ = std::make_shared<std::promise<JobId>>();
};

TEST(Workers, TryAgainWhatMayPass) {
  for (const auto* kind : {"busy", "break"}) {
    Team team(Team::config());
    Arrival delayed(team.floor.jobs, State::delayed);
    team.workers.start();
    const auto id = team.floor.enqueue(ShopFloor::job(kind));
    EXPECT_EQ(delayed.wait(), id);
    const auto job = team.floor.look(id);
    EXPECT_EQ(job.not_before, team.floor.clock.wall() + seconds(16)) << kind;
    EXPECT_THAT(job.error->sentence, ::testing::Not(::testing::HasSubstr("secret")));
  }
}

TEST(Workers, GiveUpAfterTheLastAttempt) {
  Team team(Team::config());
  team.workers.start();
  auto job = ShopFloor::job("busy");
  job.attempts_max = 1;
  const auto id = team.floor.enqueue(job);
  EXPECT_EQ(await(team.floor.jobs.wait(id, seconds(20))).value()->error,
            (JobError{"busy", "Full"}));
}

// A function that waits, on a thread of its own, until the test lets it go.
struct Slow {
  std::promise<void> begun;
  std::promise<void> let_go;
  Pool pool{{.name = "slow"}};

  static Task<Result<std::string>> work(Slow& slow, JobRun& run) {
    co_await run_on(slow.pool, [&slow] {
      slow.begun.set_value();
      slow.let_go.get_future().wait();
    });
    if (run.cancelled()) co_return fail(FailureKind::unavailable, "Stopped");
    co_return "slow";
  }

  void join(Team& team) {
    team.workers.add_kind("slow", [this](JobRun& run) { return work(*this, run); });
  }
};

TEST(Workers, ShowHowFarAJobIs) {
  Team team(Team::config(1));
  Slow slow;
  team.workers.add_kind("slow", [&slow](JobRun& run) {
    run.progress(30, "slowly");
    return Slow::work(slow, run);
  });
  std::promise<void> shown;
  team.floor.jobs.on_change([&](const Change& change) {
    if (!change.state_is_new) shown.set_value();
  });
  team.workers.start();
  const auto id = team.floor.enqueue(ShopFloor::job("slow"));
  shown.get_future().wait();
  EXPECT_EQ(team.floor.look(id).progress, (Progress{30, "slowly"}));
  slow.let_go.set_value();
  EXPECT_EQ(await(team.floor.jobs.wait(id, seconds(20))).value()->result, "slow");
}

TEST(Workers, StopWhatIsCancelled) {
  Team team(Team::config(1));
  Slow slow;
  slow.join(team);
  team.workers.start();
  const auto id = team.floor.enqueue(ShopFloor::job("slow"));
  slow.begun.get_future().wait();
  EXPECT_TRUE(await(team.floor.jobs.cancel(id)).value());
  slow.let_go.set_value();
  EXPECT_EQ(await(team.floor.jobs.wait(id, seconds(20))).value()->state, State::cancelled);
}

TEST(Workers, HandBackWhatDoesNotEndInTime) {
  auto config = Team::config(1);
  config.grace = milliseconds(1);
  Team team(config);
  Slow slow;
  slow.join(team);
  team.workers.start();
  const auto id = team.floor.enqueue(ShopFloor::job("slow"));
  slow.begun.get_future().wait();
  team.workers.stop();
  const auto job = team.floor.look(id);
  EXPECT_EQ(job.state, State::waiting);
  EXPECT_EQ(job.attempts, 0U);
  slow.let_go.set_value();
}

TEST(Workers, TakeNothingAfterTheStop) {
  Team team(Team::config());
  team.workers.start();
  EXPECT_EQ(team.finish("draw").state, State::done);
  team.workers.stop();
  const auto id = team.floor.enqueue(ShopFloor::job());
  EXPECT_EQ(team.floor.look(id).state, State::waiting);
}

TEST(Workers, NeedNotStart) {
  const Team team(Team::config());
  EXPECT_EQ(team.workers.running(), 0U);
}

}  // namespace
}  // namespace vitrine::jobs
