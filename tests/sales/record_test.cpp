#include "sales/record.h"

#include <gtest/gtest.h>

#include "sales/sample.h"

namespace vitrine::sales {
namespace {

TEST(Record, IsReadAsItIsWritten) {
  auto full = sample();
  full.amount_paid = kAmountMax;
  full.quantity = 1'000'000;
  full.item_description = std::string(1024, 'x');
  for (const auto& purchase : {full, sample(), Purchase{}}) {
    EXPECT_EQ(read_record(record_of(purchase)), purchase);
    EXPECT_EQ(record_of(purchase), record_of(purchase));
  }
}

TEST(Record, IsNothingElse) {
  const auto whole = record_of(sample());
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_FALSE(read_record(whole.substr(0, bytes))) << bytes;
  }
  EXPECT_FALSE(read_record(whole + "x"));
  EXPECT_FALSE(read_record("\x02" + whole.substr(1))) << "another version";
  EXPECT_FALSE(read_record(std::string(1, '\x01') + std::string(30, '\xff')));
}

}  // namespace
}  // namespace vitrine::sales
