// A store of purchases, embedded or on Redis with a book of its own, as the program that is killed
// and the test that looks afterwards open it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "store/redis/address.h"
#include "store/redis/purchase_log.h"
#include "store/sqlite/purchase_log.h"
#include "store/sqlite/sales_book.h"

namespace vitrine::crash {

class Shop {
 public:
  // `redis`: where the log is; empty: in `file` as well.
  Shop(const std::filesystem::path& file, const std::string& redis)
      : writer_({.file = file, .checkpoint_pages = 100, .idle_look = std::chrono::milliseconds{1}},
                metrics_,
                observe::Log::silent()),
        book_(writer_,
              {.calendar = sales::Calendar::of("UTC").value(),
               .search_time_max = std::chrono::seconds{60},
               .file_after = 50,
               .index_after = 20}) {
    book_.start();
    if (redis.empty()) {
      log_ = std::make_unique<store::sqlite::PurchaseLog>(writer_, book_, clock_);
      return;
    }
    auto tailed = std::make_unique<store::redis::PurchaseLog>(
        store::redis::PurchaseLogConfig{.address =
                                            store::redis::parse_redis_address(redis).value()},
        book_,
        observe::Log::silent());
    tailed->start();
    // Not before it has caught up.
    while (!tailed->trouble().empty()) std::this_thread::yield();
    log_ = std::move(tailed);
  }

  sales::PurchaseLog& log() { return *log_; }

  sales::Book& book() { return book_; }

 private:
  observe::Metrics metrics_;
  const SystemClock clock_;
  store::sqlite::Writer writer_;
  store::sqlite::SalesBook book_;
  std::unique_ptr<sales::PurchaseLog> log_;
};

}  // namespace vitrine::crash
