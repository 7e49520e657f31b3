// Jobs on a store of their own, with a clock that stands still.
#pragma once

#include <atomic>
#include <string>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "jobs/jobs.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/job_store.h"
#include "store/sqlite/writer.h"

namespace vitrine::jobs {

// Other bytes each time.
inline Random counting_random() {
  return [next = std::make_shared<std::atomic<int>>(0)](std::size_t bytes) {
    auto text = std::to_string(next->fetch_add(1));
    text.resize(bytes, '.');
    return text;
  };
}

struct ShopFloor {
  explicit ShopFloor(const Config& config = {}, const StoreLimits& limits = {})
      : store(writer, limits, clock), jobs(config, store, clock, counting_random(), metrics) {
    store.start();
  }

  static NewJob job(const std::string& kind = "draw") { return {.kind = kind, .queue = "q"}; }

  JobId enqueue(NewJob job) { return testing::await(jobs.enqueue(std::move(job))).value().id; }

  Job look(const JobId& id) { return testing::await(jobs.look(id)).value().value(); }

  testing::TemporaryFolder folder;
  ManualClock clock;
  observe::Metrics metrics;
  store::sqlite::Writer writer{
      {.file = folder.path() / "vitrine.db"}, metrics, observe::Log::silent()};
  store::sqlite::JobStore store;
  Jobs jobs;
};

}  // namespace vitrine::jobs
