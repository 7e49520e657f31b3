// The shared store, with a book of each instance's own.
#include <memory>
#include <thread>
#include <utility>

#include "await/temporary_folder.h"
#include "conformance/sales_conformance.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "redis_server/redis_server.h"
#include "store/redis/purchase_log.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/writer.h"

namespace vitrine::conformance {
namespace {

namespace redis = store::redis;
namespace sqlite = store::sqlite;

class OpenRedisSales final : public OpenSales {
 public:
  OpenRedisSales(const redis::RedisAddress& address,
                 const std::filesystem::path& file,
                 const std::string& time_zone,
                 std::function<void(sales::Offset)> changed)
      : writer_({.file = file}, metrics_, observe::Log::silent()),
        book_(writer_,
              {.calendar = sales::Calendar::of(time_zone).value(),
               .search_time_max = std::chrono::seconds{60}}),
        log_({.address = address}, book_, observe::Log::silent()) {
    book_.on_change(std::move(changed));
    book_.start();
    log_.start();
    while (!log_.trouble().empty()) std::this_thread::yield();
  }

  sales::PurchaseLog& log() override { return log_; }

  sales::Book& book() override { return book_; }

 private:
  observe::Metrics metrics_;
  sqlite::Writer writer_;
  sqlite::SalesBook book_;
  redis::PurchaseLog log_;
};

class RedisSalesData final : public SalesData {
 public:
  std::unique_ptr<OpenSales> open(const Clock& /*clock*/,
                                  const std::string& time_zone,
                                  std::function<void(sales::Offset)> changed) override {
    return std::make_unique<OpenRedisSales>(
        server_.address(), folder_.path() / "sales.db", time_zone, std::move(changed));
  }

 private:
  testing::RedisServer server_;
  testing::TemporaryFolder folder_;
};

SalesStore redis_sales() {
  return {.name = "redis", .make = [] { return std::make_unique<RedisSalesData>(); }};
}

INSTANTIATE_TEST_SUITE_P(Redis, SalesConformance, ::testing::Values(redis_sales()));

}  // namespace
}  // namespace vitrine::conformance
