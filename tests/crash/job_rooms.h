// Jobs on either store, for a process that is killed and for the one that looks after it.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "crypto/token.h"
#include "jobs/jobs.h"
#include "jobs/workers.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "store/redis/job_store.h"
#include "store/sqlite/job_store.h"
#include "store/sqlite/writer.h"

namespace vitrine::crash {

struct JobPlace {
  // "sqlite" or "redis".
  std::string store;
  // A file, or a port.
  std::string where;
};

class JobRooms {
 public:
  explicit JobRooms(const JobPlace& place) {
    if (place.store == "redis") {
      const auto port = static_cast<std::uint16_t>(std::stoi(place.where));
      store_ = std::make_unique<store::redis::JobStore>(
          store::redis::JobStoreConfig{.address = {.host = "127.0.0.1", .port = port}},
          clock,
          crypto::random_bytes);
    } else {
      writer_.emplace(store::sqlite::WriterConfig{.file = place.where, .checkpoint_pages = 100},
                      metrics,
                      observe::Log::silent());
      auto store = std::make_unique<store::sqlite::JobStore>(*writer_, jobs::StoreLimits{}, clock);
      store->start();
      store_ = std::move(store);
    }
    jobs_.emplace(jobs::Config{}, *store_, clock, crypto::random_bytes, metrics);
  }

  jobs::JobStore& store() { return *store_; }

  jobs::Jobs& jobs() { return *jobs_; }

  const SystemClock clock;
  observe::Metrics metrics;

 private:
  std::optional<store::sqlite::Writer> writer_;
  std::unique_ptr<jobs::JobStore> store_;
  std::optional<jobs::Jobs> jobs_;
};

// Makes the file that the arguments name, [{"number":"5"}].
inline Task<Result<std::string>> make_file(std::string folder, std::string arguments) {
  const auto from = arguments.find(":\"") + 2;
  const auto name = folder + "/" + arguments.substr(from, arguments.find('"', from) - from);
  const int file = ::open(name.c_str(), O_CREAT | O_CLOEXEC | O_WRONLY, 0600);
  if (file < 0) co_return fail(FailureKind::unavailable, "No file");
  ::close(file);
  co_return name;
}

// Workers whose leases are short.
inline std::unique_ptr<jobs::Workers> start_workers(JobRooms& rooms, const std::string& folder) {
  auto workers = std::make_unique<jobs::Workers>(
      jobs::WorkersConfig{.label = "crash",
                          .process = ::getpid(),
                          .queues = {"q"},
                          .concurrency = 4,
                          .lease = std::chrono::milliseconds{400},
                          .heartbeat = std::chrono::milliseconds{100},
                          .tend = std::chrono::milliseconds{50},
                          .store_pause = std::chrono::milliseconds{50},
                          .grace = std::chrono::milliseconds{500}},
      rooms.store(),
      rooms.jobs(),
      rooms.clock,
      crypto::random_bytes,
      rooms.metrics,
      observe::Log::silent());
  workers->add_kind("make",
                    [folder](jobs::JobRun& run) { return make_file(folder, run.arguments()); });
  workers->start();
  return workers;
}

}  // namespace vitrine::crash
