#include "app/store_rooms.h"

#include <chrono>
#include <utility>

#include "app/absent_sales.h"
#include "runtime/successor.h"
#include "store/redis/tally_log.h"
#include "store/sqlite/purchase_log.h"
#include "store/sqlite/start_error.h"
#include "store/sqlite/tally_log.h"

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

StoreRooms::StoreRooms(const Config& config,
                       const Clock& clock,
                       observe::Metrics& metrics,
                       observe::Log& log)
    : config_(config), log_(log) {
  if (sqlite_file(config_)) {
    build_on_sqlite(clock, metrics, log);
    return;
  }
  store::redis::TallyLogConfig redis;
  redis.address = store::redis::parse_redis_address(config_.store).value();
  tallies_ = std::make_unique<store::redis::TallyLog>(redis, metrics, log);
  auto absent = std::make_unique<AbsentSales>();
  book_ = absent.get();
  purchases_ = std::move(absent);
}

void StoreRooms::build_on_sqlite(const Clock& clock, observe::Metrics& metrics, observe::Log& log) {
  writer_.emplace(writer_config(config_), metrics, log, store::sqlite::Opening::later);
  tallies_ = std::make_unique<store::sqlite::TallyLog>(*writer_, clock);
  sqlite_book_.emplace(*writer_,
                       store::sqlite::SalesBookConfig{
                           .calendar = sales::Calendar::of(config_.sales.time_zone).value(),
                           .search_time_max = config_.sales.search_time_max,
                           .waiting_max = config_.sales.reads_max});
  book_ = &*sqlite_book_;
  purchases_ = std::make_unique<store::sqlite::PurchaseLog>(*writer_, *sqlite_book_, clock);
}

StoreRooms::~StoreRooms() {
  stop();
}

bool StoreRooms::open(const std::function<void()>& read_back) {
  const std::scoped_lock lock(opening_);
  if (stopped_) return false;
  try {
    if (writer_) writer_->open();
  } catch (const store::sqlite::StartError& error) {
    if (!error.may_pass()) throw;
    const std::string why = error.what();
    if (std::exchange(logged_, why) != why) log_.error("store", "counting is refused: " + why);
    return false;
  }
  if (sqlite_book_) sqlite_book_->start();
  read_back();
  if (!logged_.empty()) log_.info("store", "the store is open now");
  return true;
}

void StoreRooms::stop() {
  const std::scoped_lock lock(opening_);
  stopped_ = true;
  tallies_->stop();
  if (writer_) writer_->stop();
}

std::string StoreRooms::trouble() const {
  return tallies_->trouble();
}

}  // namespace vitrine::app
