// Appends numbered records to a log in the embedded store, many at once, and prints each number
// once it is acknowledged, until it is killed.
//
//   append_for_ever FILE FIRST-NUMBER process|power
//   append_for_ever --backup FROM TO
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "await/await.h"
#include "conformance/record_keeper.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/tally_log.h"

namespace vitrine {
namespace {

constexpr int kAtOnce = 16;
constexpr std::uint64_t kKeys = 50;

Task<bool> append_for_ever(tallies::Log& log, std::atomic<std::uint64_t>& next) {
  while (true) {
    const auto number = next++;
    auto record = fmt::format("key{} {}", number % kKeys, number);
    const auto appended = co_await log.append(std::move(record));
    if (!appended) co_return false;
    const auto line = fmt::format("{}\n", number);
    // One call, so that a line is whole or not there.
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) co_return false;
  }
}

int append_all(const std::string& file, std::uint64_t first, std::string_view durability) {
  using store::sqlite::Durability;
  observe::Metrics metrics;
  const SystemClock clock;
  store::sqlite::Writer writer(
      {.file = file,
       .durability = durability == "power" ? Durability::power : Durability::process,
       .checkpoint_pages = 100,
       .idle_look = std::chrono::milliseconds{1}},
      metrics,
      observe::Log::silent());
  // It saves almost all the time, so that it is often killed in the middle of that.
  store::sqlite::TallyLog log(writer, clock, {.save_records = 20, .first_slice = 8});
  conformance::RecordKeeper keeper;
  log.start(keeper);
  std::atomic<std::uint64_t> next = first;
  std::vector<Task<bool>> tasks;
  for (int i = 0; i < kAtOnce; ++i) tasks.push_back(append_for_ever(log, next));
  testing::await_all(std::move(tasks));
  return 1;
}

}  // namespace
}  // namespace vitrine

int main(int count, char** arguments) {
  if (count != 4) return 2;
  if (std::string_view(arguments[1]) == "--backup") {
    return vitrine::store::sqlite::backup(arguments[2], arguments[3]) ? 0 : 1;
  }
  return vitrine::append_all(arguments[1], std::stoull(arguments[2]), arguments[3]);
}
