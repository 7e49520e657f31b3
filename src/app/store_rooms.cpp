#include "app/store_rooms.h"

#include <chrono>
#include <utility>

#include "crypto/token.h"
#include "runtime/successor.h"
#include "store/redis/account_store.h"
#include "store/redis/job_store.h"
#include "store/redis/tally_log.h"
#include "store/sqlite/account_store.h"
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
  writer.file = sqlite_file(config).value_or(config.sales.book);
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

std::optional<store::redis::RedisAddress> jobs_in_redis(const Config& config) {
  if (!config.jobs.address.empty()) {
    return store::redis::parse_redis_address(config.jobs.address).value();
  }
  if (sqlite_file(config)) return std::nullopt;
  auto address = store::redis::parse_redis_address(config.store).value();
  ++address.database;
  return address;
}

StoreRooms::StoreRooms(const Config& config,
                       const Clock& clock,
                       observe::Metrics& metrics,
                       observe::Log& log)
    : config_(config), log_(log) {
  writer_.emplace(writer_config(config_), metrics, log, store::sqlite::Opening::later);
  book_.emplace(*writer_,
                store::sqlite::SalesBookConfig{
                    .calendar = sales::Calendar::of(config_.sales.time_zone).value(),
                    .search_time_max = config_.sales.search_time_max,
                    .waiting_max = config_.sales.reads_max});
  build_jobs(clock);
  if (sqlite_file(config_)) {
    build_on_sqlite(clock);
  } else {
    build_on_redis(metrics, log);
  }
}

void StoreRooms::build_on_sqlite(const Clock& clock) {
  tallies_ = std::make_unique<store::sqlite::TallyLog>(*writer_, clock);
  purchases_ = std::make_unique<store::sqlite::PurchaseLog>(*writer_, *book_, clock);
  accounts_ = std::make_unique<store::sqlite::AccountStore>(*writer_);
}

void StoreRooms::build_jobs(const Clock& clock) {
  if (auto address = jobs_in_redis(config_)) {
    jobs_ = std::make_unique<store::redis::JobStore>(
        store::redis::JobStoreConfig{.address = *std::move(address), .limits = config_.jobs.store},
        clock,
        crypto::random_bytes);
    return;
  }
  auto in_file = std::make_unique<store::sqlite::JobStore>(*writer_, config_.jobs.store, clock);
  jobs_in_file_ = in_file.get();
  jobs_ = std::move(in_file);
}

void StoreRooms::build_on_redis(observe::Metrics& metrics, observe::Log& log) {
  store::redis::TallyLogConfig tallies;
  tallies.address = store::redis::parse_redis_address(config_.store).value();
  tallies_ = std::make_unique<store::redis::TallyLog>(tallies, metrics, log);
  store::redis::PurchaseLogConfig purchases;
  purchases.address = tallies.address;
  auto log_in_redis = std::make_unique<store::redis::PurchaseLog>(purchases, *book_, log);
  purchases_in_redis_ = log_in_redis.get();
  purchases_ = std::move(log_in_redis);
  accounts_ = std::make_unique<store::redis::AccountStore>(
      store::redis::AccountStoreConfig{.address = tallies.address});
}

StoreRooms::~StoreRooms() {
  stop();
}

bool StoreRooms::open(const std::function<void()>& read_back) {
  const std::scoped_lock lock(opening_);
  if (stopped_) return false;
  try {
    writer_->open();
  } catch (const store::sqlite::StartError& error) {
    if (!error.may_pass()) throw;
    const std::string why = error.what();
    if (std::exchange(logged_, why) != why) log_.error("store", "counting is refused: " + why);
    return false;
  }
  book_->start();
  if (jobs_in_file_ != nullptr) jobs_in_file_->start();
  if (purchases_in_redis_ != nullptr) purchases_in_redis_->start();
  read_back();
  is_read_back_ = true;
  if (!logged_.empty()) log_.info("store", "the store is open now");
  return true;
}

void StoreRooms::stop() {
  const std::scoped_lock lock(opening_);
  stopped_ = true;
  tallies_->stop();
  if (purchases_in_redis_ != nullptr) purchases_in_redis_->stop();
  writer_->stop();
}

std::string StoreRooms::trouble() const {
  if (auto trouble = tallies_->trouble(); !trouble.empty()) return trouble;
  if (auto trouble = purchases_->trouble(); !trouble.empty()) return trouble;
  if (auto trouble = jobs_->trouble(); !trouble.empty()) return trouble;
  // Until then every name reads as zero.
  return is_read_back_ ? "" : "what was counted is being read back";
}

}  // namespace vitrine::app
