// Stands in where the store keeps no purchases: everything says so.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sales/book.h"
#include "sales/log.h"

namespace vitrine::app {

// Lives on: any thread.
class AbsentSales final : public sales::PurchaseLog, public sales::Book {
 public:
  Task<Result<sales::Appended>> append(sales::Batch /*batch*/) override { co_return absent(); }

  Task<Result<std::vector<sales::Recorded>>> after(sales::Offset /*offset*/,
                                                   std::size_t /*n*/) override {
    co_return absent();
  }

  Task<Result<sales::Purchases>> newest(std::size_t /*n*/) override { co_return absent(); }

  Task<Result<sales::Found>> search(sales::Query /*query*/, std::size_t /*n*/) override {
    co_return absent();
  }

  Task<Result<sales::History>> history(sales::HistoryQuery /*query*/) override {
    co_return absent();
  }

  Task<Result<sales::TopSellers>> top_sellers(std::size_t /*n*/) override { co_return absent(); }

  sales::Mark last() const override { return {.epoch = "0000000000000000", .offset = 0}; }

  void on_change(std::function<void(sales::Offset)> /*changed*/) override {}

  std::string trouble() const override { return {}; }

 private:
  static std::unexpected<Failure> absent() {
    return fail(FailureKind::unavailable,
                "Purchases need the embedded store; this server counts on another one");
  }
};

}  // namespace vitrine::app
