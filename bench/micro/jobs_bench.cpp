// The queue alone: a job is put into it, reserved and finished, one after the other and each
// durable before the next, by so many workers at once. The argument is how many.

#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "cpu_seconds.h"
#include "crypto/token.h"
#include "jobs/job_store.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "redis_server/redis_server.h"
#include "store/redis/job_store.h"
#include "store/sqlite/job_store.h"
#include "store/sqlite/writer.h"

namespace vitrine {
namespace {

constexpr int kJobsOfAWorker = 200;

Task<bool> work(jobs::JobStore& store, std::string worker) {
  for (int i = 0; i < kJobsOfAWorker; ++i) {
    std::vector<jobs::IdentifiedJob> one(1);
    one[0].id = jobs::new_job_id(crypto::random_bytes);
    one[0].job = {
        .kind = "generateThumbnail",
        .queue = "q",
        .arguments = R"([{"source":"blobs:0123456789abcdef0123456789abcdef","of":"cat.png"}])",
        .once = one[0].id};
    const auto enqueued = co_await store.enqueue(std::move(one));
    if (!enqueued) co_return false;
    const auto reserved = co_await store.reserve({.workers = {worker}, .queues = {"q"}});
    if (!reserved) co_return false;
    // Another worker may have begun it; each begins as many as it puts in, all in all.
    for (const auto& job : *reserved) {
      const auto settled = co_await store.settle(job.lease, jobs::Done{"/thumbnails/cat.png"});
      if (!settled || !*settled) co_return false;
    }
  }
  co_return true;
}

void measure(benchmark::State& state, jobs::JobStore& store) {
  const auto workers = state.range(0);
  const auto before = bench::cpu_seconds();
  for ([[maybe_unused]] auto _ : state) {
    std::vector<Task<bool>> tasks;
    for (int i = 1; i <= workers; ++i) {
      tasks.push_back(work(store, "bench:1+" + std::to_string(i)));
    }
    for (const bool done : testing::await_all(std::move(tasks))) {
      if (!done) state.SkipWithError("the store has refused");
    }
    testing::await(store.tend()).value();
  }
  const auto jobs = state.iterations() * workers * kJobsOfAWorker;
  state.SetItemsProcessed(jobs);
  state.counters["cpu_us"] = (bench::cpu_seconds() - before) * 1e6 / static_cast<double>(jobs);
}

void on_sqlite(benchmark::State& state, store::sqlite::Durability durability) {
  const testing::TemporaryFolder folder;
  const SystemClock clock;
  observe::Metrics metrics;
  store::sqlite::Writer writer({.file = folder.path() / "jobs.db", .durability = durability},
                               metrics,
                               observe::Log::silent());
  store::sqlite::JobStore store(writer, {}, clock);
  store.start();
  measure(state, store);
}

void SqliteProcess(benchmark::State& state) {
  on_sqlite(state, store::sqlite::Durability::process);
}

void SqlitePower(benchmark::State& state) {
  on_sqlite(state, store::sqlite::Durability::power);
}

// The processor time of the server is not in cpu_us.
void Redis(benchmark::State& state) {
  testing::RedisServer server({.keeps_data = false});
  const SystemClock clock;
  store::redis::JobStore store({.address = server.address()}, clock, crypto::random_bytes);
  measure(state, store);
}

BENCHMARK(SqliteProcess)->Arg(1)->Arg(4)->Arg(16)->Arg(64)->UseRealTime();
BENCHMARK(SqlitePower)->Arg(1)->Arg(4)->Arg(16)->Arg(64)->UseRealTime();
BENCHMARK(Redis)->Arg(1)->Arg(4)->Arg(16)->Arg(64)->UseRealTime();

}  // namespace
}  // namespace vitrine
