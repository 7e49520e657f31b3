// What every log of purchases keeps to, with the book that shows it, whatever store it is. A store
// joins with one line in a file of its own:
//
//   INSTANTIATE_TEST_SUITE_P(Redis, SalesConformance, ::testing::Values(redis_sales()));
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "runtime/clock.h"
#include "sales/book.h"
#include "sales/log.h"

namespace vitrine::conformance {

// A log and a book that are open.
class OpenSales {
 public:
  virtual ~OpenSales() = default;
  virtual sales::PurchaseLog& log() = 0;
  virtual sales::Book& book() = 0;
};

// One store's data. It outlives what is opened on it, one after the other.
class SalesData {
 public:
  virtual ~SalesData() = default;
  virtual std::unique_ptr<OpenSales> open(const Clock& clock,
                                          const std::string& time_zone,
                                          std::function<void(sales::Offset)> changed) = 0;
};

struct SalesStore {
  std::string name;
  std::function<std::unique_ptr<SalesData>()> make;

  friend std::ostream& operator<<(std::ostream& out, const SalesStore& store) {
    return out << store.name;
  }
};

class SalesConformance : public ::testing::TestWithParam<SalesStore> {
 protected:
  SalesConformance() { restart(); }

  void restart(const std::string& time_zone = "UTC");
  Result<sales::Appended> append(std::vector<sales::Purchase> purchases,
                                 std::optional<sales::IdempotencyKey> key = std::nullopt);
  std::vector<std::string> found(const std::string& term, std::size_t n = 10);
  std::vector<std::string> newest(std::size_t n = 10);
  std::vector<sales::HistoryPoint> history(sales::Moment from,
                                           sales::Moment to,
                                           sales::Bucket bucket);
  std::vector<std::string> top(std::size_t n = 5);

  ManualClock clock_;
  std::vector<sales::Offset> changes_;
  std::unique_ptr<SalesData> data_ = GetParam().make();
  std::unique_ptr<OpenSales> open_;
};

}  // namespace vitrine::conformance
