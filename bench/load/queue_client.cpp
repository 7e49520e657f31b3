// Our queue as a producer and its workers see it, for the cell `queue`: jobs that do nothing are
// put into it, so many at a time, while workers do them.
//
//   queue_client STORE JOBS WORKERS      redis://127.0.0.1:6379/1, process:FILE or power:FILE
//
// Every job is durable, as far as the store is, before the next one of that producer. Prints one
// line of JSON.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <latch>
#include <memory>
#include <string>
#include <string_view>

#include "cpu_seconds.h"
#include "crypto/token.h"
#include "jobs/jobs.h"
#include "jobs/workers.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/task_group.h"
#include "store/redis/job_store.h"
#include "store/sqlite/job_store.h"
#include "store/sqlite/writer.h"

namespace {

using namespace vitrine;  // NOLINT: one file, nobody includes it
using std::chrono::steady_clock;

struct Store {
  explicit Store(const std::string& where) {
    if (where.starts_with("redis://")) {
      on_redis = std::make_unique<store::redis::JobStore>(
          store::redis::JobStoreConfig{.address = store::redis::parse_redis_address(where).value()},
          clock,
          crypto::random_bytes);
      return;
    }
    const auto colon = where.find(':');
    const bool power = where.substr(0, colon) == "power";
    writer = std::make_unique<store::sqlite::Writer>(
        store::sqlite::WriterConfig{.file = where.substr(colon + 1),
                                    .durability = power ? store::sqlite::Durability::power
                                                        : store::sqlite::Durability::process},
        metrics,
        observe::Log::silent());
    on_sqlite = std::make_unique<store::sqlite::JobStore>(*writer, jobs::StoreLimits{}, clock);
    on_sqlite->start();
  }

  jobs::JobStore& jobs() {
    if (on_redis) return *on_redis;
    return *on_sqlite;
  }

  const SystemClock clock;
  observe::Metrics metrics;
  std::unique_ptr<store::sqlite::Writer> writer;
  std::unique_ptr<store::sqlite::JobStore> on_sqlite;
  std::unique_ptr<store::redis::JobStore> on_redis;
};

Task<Result<std::string>> nothing(std::latch& left) {
  left.count_down();
  co_return std::string("nothing");
}

Task<void> produce(jobs::Jobs& jobs, int count) {
  for (int i = 0; i < count; ++i) {
    const auto enqueued =
        co_await jobs.enqueue({.kind = "nothing", .queue = "q", .arguments = R"([{"n":1}])"});
    if (!enqueued) {
      std::fprintf(stderr, "refused: %s\n", enqueued.error().public_message.c_str());
      std::exit(1);
    }
  }
}

int measure(const std::string& where, int count, int workers_at_once) {
  EventLoop producer("producer");
  Store store(where);
  jobs::Jobs jobs({}, store.jobs(), store.clock, crypto::random_bytes, store.metrics);
  jobs::Workers workers({.process = ::getpid(),
                         .queues = {"q"},
                         .concurrency = static_cast<std::size_t>(workers_at_once)},
                        store.jobs(),
                        jobs,
                        store.clock,
                        crypto::random_bytes,
                        store.metrics,
                        observe::Log::silent());
  const int each = count / workers_at_once;
  const int all_jobs = each * workers_at_once;
  std::latch left(all_jobs);
  workers.add_kind("nothing", [&left](jobs::JobRun&) { return nothing(left); });
  TaskGroup producers([](const std::string&, const std::exception_ptr&) { std::abort(); });
  producer.start();
  const auto cpu = bench::cpu_seconds();
  const auto begin = steady_clock::now();
  workers.start();
  for (int i = 0; i < workers_at_once; ++i) {
    producers.start(producer.executor(), "producer", produce(jobs, each));
  }
  producers.wait();
  const std::chrono::duration<double> put = steady_clock::now() - begin;
  left.wait();
  const std::chrono::duration<double> all = steady_clock::now() - begin;
  const auto used = bench::cpu_seconds() - cpu;
  workers.stop();
  std::printf("{\"jobs\":%d,\"put_seconds\":%.4f,\"seconds\":%.4f,\"cpu_us\":%.2f}\n",
              all_jobs,
              put.count(),
              all.count(),
              used * 1e6 / all_jobs);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  return measure(arguments[1], std::atoi(arguments[2]), std::atoi(arguments[3]));
}
