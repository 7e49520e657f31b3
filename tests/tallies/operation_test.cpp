#include "tallies/operation.h"

#include <vector>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

// Each kind once, as text, so that rows can be compared.
std::string told(const Operation& operation) {
  std::string bytes;
  put_operation(bytes, operation);
  return bytes;
}

const std::vector<Operation>& one_of_each() {
  static const std::vector<Operation> all = {
      CountViews{.page = "/a", .visit = Visit::bot, .times = 300},
      CountViews{.page = "b", .visitor = Trace{.place = 4095, .rank = 53}},
      CountClicks{.campaign = "july1", .item = "camera", .times = 1},
      CountClicks{.campaign = "july1", .item = "", .times = 70'000, .open = true},
      PutCampaign{"july1", "settings"},
      DropCampaign{"july1"},
      PutItem{"july1", "camera", std::string_view("a\0b", 3)},
      DropItem{"july1", "camera"},
      PutSalt{20'000, "0123456789abcdef"}};
  return all;
}

TEST(Operation, ComesBackAsItWasPut) {
  std::string record;
  for (const auto& operation : one_of_each()) put_operation(record, operation);
  ByteReader from(record);
  for (const auto& operation : one_of_each()) {
    const auto read = next_operation(from);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->index(), operation.index());
    EXPECT_EQ(told(*read), told(operation));
  }
  EXPECT_FALSE(next_operation(from));
  EXPECT_FALSE(from.broken());
}

TEST(Operation, OfDamagedBytesIsNone) {
  for (const auto& operation : one_of_each()) {
    const auto record = told(operation);
    for (std::size_t bytes = 1; bytes < record.size(); ++bytes) {
      ByteReader from(std::string_view(record).substr(0, bytes));
      EXPECT_FALSE(next_operation(from)) << operation.index() << " cut at " << bytes;
      EXPECT_TRUE(from.broken());
    }
  }
  for (const char* bytes : {"\x63", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    ByteReader from(bytes);
    EXPECT_FALSE(next_operation(from));
    EXPECT_TRUE(from.broken());
  }
}

}  // namespace
}  // namespace vitrine::tallies
