// Jobs that a process has acknowledged are done after SIGKILL, however often it is killed and
// whatever it was doing: by whoever comes next, and none is left lying about. One that was running
// at three kills has failed, and says so.
#include <sys/wait.h>

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "crash/appender.h"
#include "crash/job_rooms.h"
#include "redis_server/redis_server.h"
#include "service/harness/patience.h"

namespace vitrine {
namespace {

using crash::Appender;
using crash::JobPlace;
using testing::await;

constexpr int kKills = 100;
constexpr std::uint64_t kNumbersOfARun = 1'000'000;
constexpr std::size_t kPage = 1000;
constexpr auto kDone = service::patiently(service::Milliseconds{90'000});

std::set<std::uint64_t> numbers_in(const std::filesystem::path& folder) {
  std::set<std::uint64_t> numbers;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    numbers.insert(std::stoull(file.path().filename().native()));
  }
  return numbers;
}

std::uint64_t number_of(const jobs::Job& job) {
  return std::stoull(job.arguments.substr(job.arguments.find(":\"") + 2));
}

std::string what_is_left(crash::JobRooms& rooms) {
  const auto all = await(rooms.store().overview());
  if (!all) return all.error().public_message;
  auto left = std::to_string(all->delayed) + " delayed";
  for (const auto& queue : all->queues) left += ", " + std::to_string(queue.waiting) + " waiting";
  for (const auto& worker : all->workers) {
    if (worker.job) left += ", " + worker.place.name + " does " + worker.job->id;
  }
  return left;
}

// Does what is left.
void finish(crash::JobRooms& rooms, const std::string& folder) {
  const auto workers = crash::start_workers(rooms, folder);
  const auto nothing_is_left = [&] {
    const auto all = await(rooms.store().overview());
    if (!all || all->delayed > 0) return false;
    for (const auto& queue : all->queues) {
      if (queue.waiting > 0) return false;
    }
    for (const auto& worker : all->workers) {
      if (worker.job) return false;
    }
    return true;
  };
  EXPECT_TRUE(service::eventually(nothing_is_left, kDone)) << what_is_left(rooms);
}

class Factory {
 public:
  explicit Factory(JobPlace place) : place_(std::move(place)) {}

  // Works until it has acknowledged so many, and is killed.
  void run(std::size_t count, const std::function<void()>& at_the_end = [] {}) {
    Appender worker({place_.store,
                     place_.where,
                     made_.path().native(),
                     std::to_string(runs_++ * kNumbersOfARun)},
                    VITRINE_WORKER);
    worker.read_numbers(count);
    at_the_end();
    worker.kill();
    const auto numbers = worker.numbers();
    acknowledged_.insert(numbers.begin(), numbers.end());
  }

  void check_all() {
    crash::JobRooms rooms(place_);
    finish(rooms, made_.path().native());
    auto ended = numbers_in(made_.path());
    const auto failed = await(rooms.store().failed(0, kPage)).value();
    for (const auto& job : failed.jobs) {
      EXPECT_EQ(job.error.value().kind, jobs::kWorkerLost);
      ended.insert(number_of(job));
    }
    EXPECT_LT(failed.total, 20U) << "few are running at three kills";
    EXPECT_GT(acknowledged_.size(), static_cast<std::size_t>(kKills));
    for (const auto number : acknowledged_) EXPECT_TRUE(ended.contains(number)) << number;
    const auto overview = await(rooms.store().overview()).value();
    EXPECT_LE(ended.size(), overview.processed_total + overview.failed_total)
        << "each was done, or has failed, at least once";
  }

 private:
  const JobPlace place_;
  const testing::TemporaryFolder made_;
  std::uint64_t runs_ = 0;
  std::set<std::uint64_t> acknowledged_;
};

std::size_t count_of(int run) {
  return 1 + static_cast<std::size_t>(run) * 37 % 150;
}

TEST(KilledWorker, LosesNoJobOnSqlite) {
  const testing::TemporaryFolder folder;
  Factory factory({"sqlite", folder.path() / "vitrine.db"});
  for (int run = 0; run < kKills; ++run) factory.run(count_of(run));
  factory.check_all();
}

// By default Redis may put off writing for a second or two while the disk is slow, and loses that
// when it is killed.
void write_at_once(testing::RedisServer& server) {
  server.ask({"CONFIG", "SET", "appendfsync", "no"});
}

TEST(KilledWorker, LosesNoJobOnRedis) {
  testing::RedisServer server;
  write_at_once(server);
  Factory factory({"redis", std::to_string(server.address().port)});
  for (int run = 0; run < kKills; ++run) {
    if (run % 10 != 9) {
      factory.run(count_of(run));
      continue;
    }
    factory.run(count_of(run), [&] { server.kill(); });
    server.start();
    write_at_once(server);
  }
  factory.check_all();
}

}  // namespace
}  // namespace vitrine
