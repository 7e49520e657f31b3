// What the rooms keep, on the one store that the configuration names: with the embedded store one
// file and one writer for all of them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "accounts/account_store.h"
#include "app/config.h"
#include "jobs/job_store.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "sales/book.h"
#include "sales/log.h"
#include "store/redis/address.h"
#include "store/redis/purchase_log.h"
#include "store/sqlite/job_store.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/writer.h"
#include "tallies/log.h"

namespace vitrine::app {

// The file behind "sqlite:" of the setting `store`; absent for another store.
std::optional<std::string> sqlite_file(const Config& config);

// Where jobs are, unless it is the embedded store: `jobs.store`, or with a `store` on Redis the
// database after its own.
std::optional<store::redis::RedisAddress> jobs_in_redis(const Config& config);

// Lives on: any thread (built and destroyed by main). Loops that await its stores outlive it.
class StoreRooms {
 public:
  // Opens nothing: while a new process is being prepared to take over, the old one still has the
  // file. Until open() everything that is asked of the stores is `unavailable`.
  StoreRooms(const Config& config,
             const Clock& clock,
             observe::Metrics& metrics,
             observe::Log& log);
  // Stops.
  ~StoreRooms();
  StoreRooms(const StoreRooms&) = delete;
  StoreRooms& operator=(const StoreRooms&) = delete;

  // Opens the store and has the rooms read back what is theirs, by `read_back`. Blocks, also while
  // the process before this one gives the store up. False while the disk takes nothing, and after
  // stop(): trouble() says why, and everything stays `unavailable` until a later call succeeds.
  // Throws std::runtime_error that says what is wrong with a store that waiting does not mend.
  bool open(const std::function<void()>& read_back);
  // Commits what is under way and gives the store up. Blocks; may be called again.
  void stop();
  // Empty while all stores take what they are given; otherwise a sentence for /readyz.
  std::string trouble() const;

  tallies::Log& tallies() { return *tallies_; }

  sales::PurchaseLog& purchases() { return *purchases_; }

  sales::Book& book() { return *book_; }

  accounts::AccountStore& accounts() { return *accounts_; }

  jobs::JobStore& jobs() { return *jobs_; }

 private:
  void build_on_sqlite(const Clock& clock);
  void build_jobs(const Clock& clock);
  void build_on_redis(observe::Metrics& metrics, observe::Log& log);

  const Config& config_;
  observe::Log& log_;
  // Of the embedded store; or of the book, where the log is elsewhere.
  std::optional<store::sqlite::Writer> writer_;
  std::optional<store::sqlite::SalesBook> book_;
  std::unique_ptr<tallies::Log> tallies_;
  std::unique_ptr<accounts::AccountStore> accounts_;
  std::unique_ptr<sales::PurchaseLog> purchases_;
  std::unique_ptr<jobs::JobStore> jobs_;
  // The same, when it is the embedded one.
  store::sqlite::JobStore* jobs_in_file_ = nullptr;
  // The same, when it is the one on Redis.
  store::redis::PurchaseLog* purchases_in_redis_ = nullptr;
  // Held while the store is being opened, and while it is given up.
  std::mutex opening_;
  bool stopped_ = false;
  // Why it could not be opened, as it was logged last.
  std::string logged_;
  std::atomic<bool> is_read_back_{false};
};

}  // namespace vitrine::app
