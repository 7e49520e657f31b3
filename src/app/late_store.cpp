#include "app/late_store.h"

#include <utility>

#include "runtime/successor.h"

namespace vitrine::app {

namespace {

// A process before this one finishes what is under way before it gives the file up. Any other one
// that has it is a mistake, and said at once.
constexpr std::chrono::seconds kLockWait{60};

store::sqlite::WriterConfig writer_config(const Config& config) {
  store::sqlite::WriterConfig writer;
  writer.file = sqlite_file(config).value_or("");
  writer.durability = config.durability == Durability::power ? store::sqlite::Durability::power
                                                             : store::sqlite::Durability::process;
  writer.lock_wait = has_predecessor() ? kLockWait : std::chrono::seconds(0);
  return writer;
}

}  // namespace

std::optional<std::string> sqlite_file(const Config& config) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!config.store.starts_with(kScheme)) return std::nullopt;
  return config.store.substr(kScheme.size());
}

struct LateStore::Opened {
  Opened(const Config& config, const Clock& clock, observe::Metrics& metrics, observe::Log& log)
      : writer(writer_config(config), metrics, log), tallies(writer, clock) {}

  store::sqlite::Writer writer;
  store::sqlite::TallyLog tallies;
};

LateStore::LateStore(const Config& config,
                     const Clock& clock,
                     observe::Metrics& metrics,
                     observe::Log& log)
    : config_(config), clock_(clock), metrics_(metrics), log_(log) {
}

std::shared_ptr<LateStore::Opened> LateStore::opened() const {
  const std::scoped_lock lock(mutex_);
  return opened_;
}

void LateStore::start(tallies::Reader& reader) {
  auto store = std::make_shared<Opened>(config_, clock_, metrics_, log_);
  store->tallies.start(reader);
  const std::scoped_lock lock(mutex_);
  opened_ = std::move(store);
}

Task<Result<tallies::Position>> LateStore::append(std::string record) {
  const auto store = opened();
  if (!store) co_return fail(FailureKind::unavailable, "The store is not open");
  co_return co_await store->tallies.append(std::move(record));
}

void LateStore::stop() {
  const auto store = opened();
  if (!store) return;
  store->tallies.stop();
  store->writer.stop();
}

std::string LateStore::trouble() const {
  const auto store = opened();
  return store ? store->tallies.trouble() : "the store is not open yet";
}

}  // namespace vitrine::app
