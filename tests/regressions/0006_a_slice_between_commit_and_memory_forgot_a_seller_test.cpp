// Where the log is elsewhere, purchases were committed first and the memory of the writer's thread
// was changed in a visit after it. A slice of the background that ran between them filed and
// forgot the very sellers, or wrote ids of a log that had just been forgotten. A crash test under
// AddressSanitizer died of it.
#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "await/temporary_folder.h"
#include "sales/sample.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {
namespace {

// Both tails are filed after every purchase, so that slices are always waiting.
struct Open {
  explicit Open(const std::filesystem::path& file)
      : writer({.file = file, .idle_look = std::chrono::milliseconds{1}},
               metrics,
               observe::Log::silent()),
        book(writer,
             {.calendar = sales::Calendar::of("UTC").value(), .file_after = 1, .index_after = 1}) {
    book.start();
  }

  observe::Metrics metrics;
  Writer writer;
  SalesBook book;
};

std::vector<sales::Recorded> sold(sales::Offset offset) {
  return {{offset, sales::sample(std::to_string(offset))}};
}

TEST(Regression, NoSliceComesBetweenACommitAndItsMemory) {
  const testing::TemporaryFolder folder;
  Open open(folder.path() / "vitrine.db");
  for (int log = 0; log < 20; ++log) {
    for (sales::Offset offset = 1; offset <= 40; ++offset) {
      ASSERT_TRUE(open.book.add(sold(offset)));
    }
    ASSERT_TRUE(open.book.begin_anew("log " + std::to_string(log)));
    EXPECT_EQ(open.book.last().offset, 0U);
    std::int64_t left = -1;
    ASSERT_TRUE(open.writer.call([&](Database& database) -> Result<void> {
      TRY(left, database.number("SELECT count(*) FROM purchase_id"));
      return {};
    }));
    EXPECT_EQ(left, 0) << "ids of a log that is forgotten";
  }
}

}  // namespace
}  // namespace vitrine::store::sqlite
