// What an acknowledged record costs in the embedded store: appended by one task after the other's
// answer, by 64 tasks of one loop at once, and by tasks of two loops. CPU is that of the whole
// process, writer and loops together. And what it costs to read it back.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/task_group.h"
#include "store/sqlite/tally_log.h"
#include "store/sqlite/writer.h"

namespace {

namespace fs = std::filesystem;
using namespace vitrine;  // NOLINT: one file, nobody includes it
using store::sqlite::Durability;

constexpr std::size_t kRecordBytes = 100;
constexpr int kRecordsATask = 50;

class NoReader final : public tallies::Reader {
 public:
  void restore(std::string_view, std::string_view, tallies::Position) override {}

  void apply(std::string_view, tallies::Position, WallTime) override {}

  std::vector<tallies::Saved> changed(std::size_t) override { return {}; }

  void not_saved(const std::vector<tallies::Saved>&) override {}

  void change_all() override {}

  void forget_all() override {}
};

struct Store {
  explicit Store(Durability durability)
      : writer({.file = folder / "vitrine.db", .durability = durability},
               metrics,
               observe::Log::silent()),
        log(writer, clock) {
    log.start(reader);
  }

  ~Store() {
    log.stop();
    writer.stop();
    fs::remove_all(folder);
  }

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const fs::path folder =
      fs::temp_directory_path() / ("vitrine-store-bench-" + std::to_string(::getpid()));
  observe::Metrics metrics;
  SystemClock clock;
  NoReader reader;
  store::sqlite::Writer writer;
  store::sqlite::TallyLog log;
};

Task<void> append_some(tallies::Log& log) {
  for (int i = 0; i < kRecordsATask; ++i) {
    const auto appended = co_await log.append(std::string(kRecordBytes, 'x'));
    if (!appended) co_return;
  }
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void append(benchmark::State& state, Durability durability) {
  const auto tasks = state.range(0);
  Store store(durability);
  std::vector<std::unique_ptr<EventLoop>> loops;
  for (int i = 0; i < state.range(1); ++i) {
    loops.push_back(std::make_unique<EventLoop>("bench"));
    loops.back()->start();
  }
  TaskGroup group({});
  const double cpu = cpu_seconds();
  std::uint64_t records = 0;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < tasks; ++i) {
      auto& loop = *loops[static_cast<std::size_t>(i) % loops.size()];
      group.start(loop.executor(), "append", append_some(store.log));
    }
    group.wait();
    records += static_cast<std::uint64_t>(tasks) * kRecordsATask;
  }
  const auto count = static_cast<double>(records);
  state.counters["records"] = benchmark::Counter(count, benchmark::Counter::kIsRate);
  state.counters["cpu_us_a_record"] = (cpu_seconds() - cpu) * 1e6 / count;
  state.counters["records_a_commit"] =
      count / static_cast<double>(store.metrics.sum("vitrine_store_commits_total"));
}

// What a start costs for each record that no saved state holds.
void read_back(benchmark::State& state) {
  constexpr int kRecords = 200'000;
  Store store(Durability::process);
  const auto filled = store.writer.call([](store::sqlite::Database& database) -> Result<void> {
    const std::string record(kRecordBytes, 'x');
    for (std::int64_t i = 1; i <= kRecords; ++i) {
      TRY_VOID(database.run("INSERT INTO tally_log VALUES (?1, 0, ?2)",
                            {i, store::sqlite::Blob{record}}));
    }
    return {};
  });
  if (!filled) state.SkipWithError("cannot fill the log");
  for (auto _ : state) {
    store::sqlite::TallyLog log(store.writer, store.clock);
    NoReader reader;
    log.start(reader);
    log.stop();
  }
  state.SetItemsProcessed(state.iterations() * kRecords);
}

BENCHMARK(read_back)->UseRealTime();
BENCHMARK_CAPTURE(append, process, Durability::process)
    ->ArgNames({"tasks", "loops"})
    ->Args({1, 1})
    ->Args({64, 1})
    ->Args({64, 2})
    ->Args({1024, 2})
    ->UseRealTime();
BENCHMARK_CAPTURE(append, power, Durability::power)
    ->ArgNames({"tasks", "loops"})
    ->Args({1, 1})
    ->Args({64, 1})
    ->UseRealTime();

}  // namespace
