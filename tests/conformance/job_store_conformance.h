// What every jobs::JobStore keeps to, whatever store it is. A store joins with one line in a file
// of its own:
//
//   INSTANTIATE_TEST_SUITE_P(Redis, JobStoreConformance, ::testing::Values(redis_jobs()));
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "jobs/job_store.h"
#include "runtime/clock.h"

namespace vitrine::conformance {

// One store's data. It outlives the stores that are opened on it, one after the other.
class JobData {
 public:
  virtual ~JobData() = default;
  // What it needs goes with it. The clock outlives it.
  virtual std::shared_ptr<jobs::JobStore> open(const jobs::StoreLimits& limits,
                                               const Clock& clock) = 0;
};

struct JobStoreKind {
  std::string name;
  std::function<std::unique_ptr<JobData>()> make;

  friend std::ostream& operator<<(std::ostream& out, const JobStoreKind& kind) {
    return out << kind.name;
  }
};

class JobStoreConformance : public ::testing::TestWithParam<JobStoreKind> {
 protected:
  ~JobStoreConformance() override;

  void open(const jobs::StoreLimits& limits = {});
  // As when the process ends and another one begins.
  void restart();

  static jobs::IdentifiedJob job(const std::string& id, const std::string& queue = "q");
  void enqueue(const jobs::IdentifiedJob& one);
  std::vector<jobs::Reserved> reserve(std::vector<std::string> workers,
                                      std::vector<std::string> queues = {"q"});
  // The only job that waits in "q", begun by the worker "w:1+1".
  jobs::Reserved begin();
  bool settle(const jobs::Lease& lease, jobs::Outcome outcome);
  jobs::Job look(const std::string& id);

  jobs::Overview overview() { return must(store_->overview()); }

  template <class T>
  static T must(Task<Result<T>> task) {
    auto result = testing::await(std::move(task));
    if (!result) throw std::runtime_error(result.error().public_message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
  }

  static std::vector<std::string> ids(const std::vector<jobs::Reserved>& reserved);
  static std::vector<std::string> ids(const jobs::JobPage& page);

  static constexpr std::chrono::seconds kLease{30};

  ManualClock clock_{WallTime{std::chrono::milliseconds{1'700'000'000'123}}};
  std::unique_ptr<JobData> data_ = GetParam().make();
  std::shared_ptr<jobs::JobStore> store_;

  // What the store has told, on any thread; a store that hears of it from elsewhere is waited for.
  bool told_of_work(const std::string& queue);
  // The new states of all jobs, when there are so many.
  std::vector<jobs::State> told_states(std::size_t count);
  bool told_to_stop(const std::string& id);

 private:
  bool wait_until(const std::function<bool()>& is_so);

  std::mutex told_mutex_;
  std::condition_variable told_;
  std::vector<std::string> work_;
  std::vector<jobs::Change> changes_;
};

}  // namespace vitrine::conformance
