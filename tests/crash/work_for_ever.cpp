// Puts numbered jobs into a queue and does them, several at once, until it is killed. Prints the
// number of a job once its enqueueing is acknowledged, and makes a file of that name when it does
// it, as a thumbnail appears: whole, and the same each time.
//
//   work_for_ever (sqlite FILE | redis PORT) FOLDER FIRST-NUMBER
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "await/await.h"
#include "crash/job_rooms.h"

namespace vitrine {
namespace {

// So few that the workers keep up.
constexpr int kAtOnce = 3;

Task<bool> enqueue_for_ever(jobs::Jobs& jobs, std::atomic<std::uint64_t>& next) {
  while (true) {
    const auto number = next.fetch_add(1);
    const auto enqueued =
        co_await jobs.enqueue({.kind = "make",
                               .queue = "q",
                               .arguments = fmt::format(R"([{{"number":"{}"}}])", number),
                               .once = fmt::format("number {}", number)});
    if (!enqueued) co_return false;
    const auto line = fmt::format("{}\n", number);
    // One call, so that a line is whole or not there.
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) co_return false;
  }
}

int work(const crash::JobPlace& place, const std::string& folder, std::uint64_t first) {
  crash::JobRooms rooms(place);
  const auto workers = crash::start_workers(rooms, folder);
  std::atomic<std::uint64_t> next = first;
  std::vector<Task<bool>> tasks;
  for (int i = 0; i < kAtOnce; ++i) tasks.push_back(enqueue_for_ever(rooms.jobs(), next));
  testing::await_all(std::move(tasks));
  return 1;
}

}  // namespace
}  // namespace vitrine

int main(int count, char** arguments) {
  if (count != 5) return 2;
  return vitrine::work({arguments[1], arguments[2]}, arguments[3], std::stoull(arguments[4]));
}
