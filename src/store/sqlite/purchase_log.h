// The log of purchases in the embedded store: log and book are one transaction.
#pragma once

#include <string>
#include <vector>

#include "runtime/clock.h"
#include "sales/log.h"
#include "store/sqlite/purchase_keys.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

// Lives on: any thread. Writer, book and clock outlive it; loops that await it outlive the writer.
class PurchaseLog final : public sales::PurchaseLog {
 public:
  // The book must have been started before anything is appended.
  PurchaseLog(Writer& writer, SalesBook& book, const Clock& clock);
  ~PurchaseLog() override;
  PurchaseLog(const PurchaseLog&) = delete;
  PurchaseLog& operator=(const PurchaseLog&) = delete;

  Task<Result<sales::Appended>> append(sales::Batch batch) override;

  Task<Result<std::vector<sales::Recorded>>> after(sales::Offset offset, std::size_t n) override {
    return book_.after(offset, n);
  }

  std::string trouble() const override { return writer_.trouble(); }

 private:
  class Append;

  Writer& writer_;
  SalesBook& book_;
  const Clock& clock_;
  ForgetKeys forget_keys_;
};

}  // namespace vitrine::store::sqlite
