// Appends numbered records to a log, many at once, and prints each number once it is acknowledged,
// until it is killed or a record is refused.
//
//   append_for_ever FILE FIRST-NUMBER process|power
//   append_for_ever redis://… FIRST-NUMBER process
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
#include "store/redis/tally_log.h"
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

int append_all(tallies::Log& log, std::uint64_t first) {
  conformance::RecordKeeper keeper;
  log.start(keeper);
  std::atomic<std::uint64_t> next = first;
  std::vector<Task<bool>> tasks;
  for (int i = 0; i < kAtOnce; ++i) tasks.push_back(append_for_ever(log, next));
  testing::await_all(std::move(tasks));
  log.stop();
  return 1;
}

// Both save almost all the time, so that they are often killed in the middle of that.
int append_to_file(const std::string& file, std::uint64_t first, std::string_view durability) {
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
  store::sqlite::TallyLog log(writer, clock, {.save_records = 20, .first_slice = 8});
  return append_all(log, first);
}

int append_to_redis(const std::string& address, std::uint64_t first) {
  using std::chrono::milliseconds;
  observe::Metrics metrics;
  store::redis::TallyLogConfig config{.address =
                                          store::redis::parse_redis_address(address).value()};
  config.reading.settling.grace = milliseconds{50};
  config.reading.saving = {.save_records = 20,
                           .try_again_after = milliseconds{1},
                           .lock_for = milliseconds{50},
                           .silent_after = milliseconds{100},
                           .slice = 8};
  store::redis::TallyLog log(config, metrics, observe::Log::silent());
  return append_all(log, first);
}

}  // namespace
}  // namespace vitrine

int main(int count, char** arguments) {
  if (count != 4) return 2;
  if (std::string_view(arguments[1]) == "--backup") {
    return vitrine::store::sqlite::backup(arguments[2], arguments[3]) ? 0 : 1;
  }
  const auto first = std::stoull(arguments[2]);
  if (std::string_view(arguments[1]).starts_with("redis://")) {
    return vitrine::append_to_redis(arguments[1], first);
  }
  return vitrine::append_to_file(arguments[1], first, arguments[3]);
}
