// What an event costs from the call to its answer, commit and memory included, over many names: as
// fast as it goes, and at a steady 50,000 a second with the time until the answer. CPU is that of
// the whole process: loops, writer, and the saving of states.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cpu_seconds.h"
#include "crypto/token.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/task_group.h"
#include "store/sqlite/tally_log.h"
#include "store/sqlite/writer.h"
#include "tallies/tallies.h"

namespace {

namespace fs = std::filesystem;
using namespace vitrine;  // NOLINT: one file, nobody includes it

constexpr int kTasks = 1024;
constexpr double kEventsASecond = 50'000;

struct Counting {
  explicit Counting(std::uint64_t save_bytes)
      : writer({.file = folder / "vitrine.db"}, metrics, observe::Log::silent()),
        log(writer, clock, {.save_bytes = save_bytes}),
        tallies({.waiting_max = 65'536, .hot = {}},
                log,
                {loop.executor()},
                tasks,
                clock,
                crypto::random_bytes,
                metrics) {
    tallies.start();
    loop.start();
  }

  ~Counting() {
    log.stop();
    writer.stop();
    loop.stop();
    fs::remove_all(folder);
  }

  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

  const fs::path folder =
      fs::temp_directory_path() / ("vitrine-tallies-bench-" + std::to_string(::getpid()));
  observe::Metrics metrics;
  SystemClock clock;
  TaskGroup tasks{{}};
  EventLoop loop{"bench"};
  store::sqlite::Writer writer;
  store::sqlite::TallyLog log;
  tallies::Tallies tallies;
};

// Of the writer's thread alone: commits, counting in memory, saving.
double store_seconds() {
  double nanoseconds = 0;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::string name;
    std::ifstream(task.path() / "comm") >> name;
    double used = 0;
    std::ifstream(task.path() / "schedstat") >> used;
    if (name == "store") nanoseconds += used;
  }
  return nanoseconds / 1e9;
}

double resident_mib() {
  double pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

std::string page(std::uint64_t number) {
  return "/shop/item/" + std::to_string(number);
}

// Every `stride`-th page once, beginning with `first`.
Task<void> visit_all(tallies::Tallies& tallies, int first, int names) {
  for (int i = first; i < names; i += kTasks) {
    co_await tallies.view(page(static_cast<std::uint64_t>(i)), tallies::Visit::person, {});
  }
}

// Random pages, at a steady pace, however long an answer takes.
Task<void> visit_steadily(tallies::Tallies& tallies,
                          int seed,
                          int names,
                          double seconds,
                          std::vector<float>& milliseconds) {
  using Clock = std::chrono::steady_clock;
  constexpr auto kAwait = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>());
  std::mt19937_64 random(static_cast<std::uint64_t>(seed));  // NOLINT: the same each time
  const auto step = std::chrono::duration<double>(kTasks / kEventsASecond);
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> timer(
      co_await boost::asio::this_coro::executor);
  const auto begin = Clock::now();
  const auto events = static_cast<int>(seconds * kEventsASecond / kTasks);
  for (int i = 0; i < events; ++i) {
    const auto due = step * (i + static_cast<double>(seed) / kTasks);
    timer.expires_at(begin + std::chrono::duration_cast<Clock::duration>(due));
    co_await timer.async_wait(kAwait);
    const auto asked = Clock::now();
    co_await tallies.view(
        page(random() % static_cast<std::uint64_t>(names)), tallies::Visit::person, {});
    milliseconds.push_back(std::chrono::duration<float, std::milli>(Clock::now() - asked).count());
  }
}

void fill(Counting& counting, int names) {
  for (int i = 0; i < kTasks; ++i) {
    counting.tasks.start(counting.loop.executor(), "fill", visit_all(counting.tallies, i, names));
  }
  counting.tasks.wait();
}

void flat_out(benchmark::State& state) {
  const auto names = static_cast<int>(state.range(0));
  Counting counting(64 << 20);
  fill(counting, names);
  const double cpu = bench::cpu_seconds();
  const double store = store_seconds();
  std::int64_t events = 0;
  for (auto _ : state) {
    fill(counting, names);
    events += names;
  }
  state.counters["store_us_an_event"] =
      (store_seconds() - store) * 1e6 / static_cast<double>(events);
  state.counters["resident_mib"] = resident_mib();
  state.counters["cpu_us_an_event"] =
      (bench::cpu_seconds() - cpu) * 1e6 / static_cast<double>(events);
  state.counters["events"] =
      benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
}

void steady(benchmark::State& state) {
  constexpr double kSeconds = 8;
  const auto names = static_cast<int>(state.range(0));
  Counting counting(static_cast<std::uint64_t>(state.range(1)) << 20);
  fill(counting, names);
  std::vector<float> milliseconds;
  milliseconds.reserve(static_cast<std::size_t>(kSeconds * kEventsASecond));
  const double cpu = bench::cpu_seconds();
  const double store = store_seconds();
  for (auto _ : state) {
    for (int i = 0; i < kTasks; ++i) {
      counting.tasks.start(counting.loop.executor(),
                           "visit",
                           visit_steadily(counting.tallies, i, names, kSeconds, milliseconds));
    }
    counting.tasks.wait();
  }
  const auto events = static_cast<double>(milliseconds.size());
  state.counters["store_us_an_event"] = (store_seconds() - store) * 1e6 / events;
  state.counters["resident_mib"] = resident_mib();
  std::ranges::sort(milliseconds);
  state.counters["cpu_us_an_event"] = (bench::cpu_seconds() - cpu) * 1e6 / events;
  state.counters["p50_ms"] = milliseconds[milliseconds.size() / 2];
  state.counters["p99_ms"] = milliseconds[milliseconds.size() * 99 / 100];
  state.counters["largest_ms"] = milliseconds.back();
}

BENCHMARK(flat_out)->ArgName("names")->Arg(100)->Arg(1'000'000)->Iterations(1)->UseRealTime();
// Saving begins when the log has so many MiB: 64 as it is, and one at a time to see what it costs.
BENCHMARK(steady)
    ->ArgNames({"names", "save_mib"})
    ->Args({100, 64})
    ->Args({1'000'000, 64})
    ->Args({1'000'000, 1})
    ->Iterations(1)
    ->UseRealTime();

}  // namespace
