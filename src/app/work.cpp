#include "app/work.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "app/picture_rooms.h"
#include "app/store_rooms.h"
#include "app/work_rooms.h"
#include "crypto/token.h"
#include "images/render.h"
#include "jobs/job.h"
#include "runtime/event_loop.h"
#include "store/redis/job_store.h"

namespace vitrine::app {

namespace {

constexpr std::size_t kConcurrencyMax = 1024;

Result<std::vector<std::string>> queues_of(const Config& config, const Arguments& arguments) {
  const auto given = own_flag(arguments, "queues");
  if (given.empty()) return std::vector{config.jobs.queue};
  std::vector<std::string> queues;
  for (std::size_t start = 0; start <= given.size();) {
    const auto end = std::min(given.find(',', start), given.size());
    queues.push_back(given.substr(start, end - start));
    if (!jobs::is_name(queues.back())) {
      return fail(FailureKind::bad_request,
                  fmt::format("--queues: \"{}\" is no name of a queue: 1 to 64 letters, digits, "
                              "'_', '-' and '.'",
                              queues.back()));
    }
    start = end + 1;
  }
  return queues;
}

Result<std::size_t> concurrency_of(const Config& config, const Arguments& arguments) {
  const auto given = own_flag(arguments, "concurrency");
  if (given.empty()) return config.jobs.concurrency;
  std::size_t number = 0;
  const auto* const last = given.data() + given.size();
  const auto [end, error] = std::from_chars(given.data(), last, number);
  if (error == std::errc() && end == last && number > 0 && number <= kConcurrencyMax) return number;
  return fail(
      FailureKind::bad_request,
      fmt::format("--concurrency: \"{}\" is no whole number from 1 to {}", given, kConcurrencyMax));
}

void work_until_told(const Config& config,
                     WorkPlace place,
                     const store::redis::RedisAddress& address,
                     const Signals& signals) {
  // Before the rooms, so that it outlives them: their threads answer to it to the last.
  EventLoop loop("work");
  PictureRooms rooms(config);
  store::redis::JobStore store(
      {.address = address, .limits = config.jobs.store}, rooms.clock, crypto::random_bytes);
  WorkRooms work(config, std::move(place), store, rooms);
  loop.start();
  // Nothing is evicted before the index has been read back.
  rooms.tasks.start(loop.executor(), "scan", rooms.delivery.scan());
  work.workers.start();
  rooms.log.info("app", "vitrine " VITRINE_VERSION " works on jobs");
  while (signals.wait() == SIGHUP) rooms.log.info("app", "SIGHUP: nothing to hand over");
  rooms.log.info("app", "stopping: no more jobs are begun");
  work.workers.stop();
  rooms.delivery.stop_background();
  rooms.origins.stop();
  rooms.tasks.wait();
  loop.stop();
  rooms.log.info("app", "stopped");
}

}  // namespace

Result<int> run_work(const Config& config, const Arguments& arguments, const Signals& signals) {
  const auto address = jobs_in_redis(config);
  if (!address) {
    return fail(FailureKind::bad_request,
                "Jobs are in the embedded store, which one process has, and `vitrine serve` does "
                "them. Set jobs.store to redis://host:port/database, and others can do them, too");
  }
  TRY(auto queues, queues_of(config, arguments));
  TRY(const auto concurrency, concurrency_of(config, arguments));
  const images::Library library("vitrine");
  work_until_told(
      config,
      {.queues = std::move(queues), .concurrency = concurrency, .grace = config.drain_time_max},
      *address,
      signals);
  return EXIT_SUCCESS;
}

}  // namespace vitrine::app
