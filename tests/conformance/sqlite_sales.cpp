// The embedded store.
#include <algorithm>
#include <memory>
#include <utility>

#include "await/temporary_folder.h"
#include "conformance/sales_conformance.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/purchase_log.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/writer.h"

namespace vitrine::conformance {
namespace {

namespace sqlite = store::sqlite;

class OpenSqliteSales final : public OpenSales {
 public:
  OpenSqliteSales(const std::filesystem::path& file,
                  const Clock& clock,
                  const std::string& time_zone,
                  std::size_t file_after,
                  std::function<void(sales::Offset)> changed)
      : writer_({.file = file}, metrics_, observe::Log::silent()),
        // The suite is about what is found, also on a machine that is busy with other things.
        book_(writer_,
              {.calendar = sales::Calendar::of(time_zone).value(),
               .search_time_max = std::chrono::seconds{60},
               .file_after = file_after,
               .index_after = std::min<std::size_t>(file_after, 128)}),
        log_(writer_, book_, clock) {
    book_.on_change(std::move(changed));
    book_.start();
  }

  sales::PurchaseLog& log() override { return log_; }

  sales::Book& book() override { return book_; }

 private:
  observe::Metrics metrics_;
  sqlite::Writer writer_;
  sqlite::SalesBook book_;
  sqlite::PurchaseLog log_;
};

class SqliteSalesData final : public SalesData {
 public:
  explicit SqliteSalesData(std::size_t file_after) : file_after_(file_after) {}

  std::unique_ptr<OpenSales> open(const Clock& clock,
                                  const std::string& time_zone,
                                  std::function<void(sales::Offset)> changed) override {
    return std::make_unique<OpenSqliteSales>(
        folder_.path() / "vitrine.db", clock, time_zone, file_after_, std::move(changed));
  }

 private:
  const std::size_t file_after_;
  testing::TemporaryFolder folder_;
};

SalesStore sqlite_sales(std::size_t file_after) {
  return {.name = "sqlite",
          .make = [file_after] { return std::make_unique<SqliteSalesData>(file_after); }};
}

// As it is, and with ids and sums on their way to their tables all the time.
INSTANTIATE_TEST_SUITE_P(Sqlite, SalesConformance, ::testing::Values(sqlite_sales(16'384)));
INSTANTIATE_TEST_SUITE_P(SqliteThatFiles, SalesConformance, ::testing::Values(sqlite_sales(1)));

}  // namespace
}  // namespace vitrine::conformance
