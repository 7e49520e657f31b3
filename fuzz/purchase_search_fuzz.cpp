// A search term, and a purchase as bytes: whatever somebody types is words to the index and never
// its syntax, what is found by a word of a text is found by the text, and bytes that are no
// purchase are none.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "failure/check.h"
#include "sales/record.h"
#include "sales/words.h"
#include "store/sqlite/database.h"
#include "store/sqlite/sales_schema.h"
#include "store/sqlite/sales_search.h"

namespace {

using namespace vitrine;  // NOLINT: one file, nobody includes it

// An index with a purchase in it, in a file that goes with the process.
struct Index {
  Index() {
    check(database
              ->execute("PRAGMA journal_mode = MEMORY;" + std::string(store::sqlite::kSalesSchema) +
                        std::string(store::sqlite::kWordTailSchema))
              .has_value(),
          "the schema is SQL");
    check(database->execute("INSERT INTO purchase_word (rowid, words) VALUES (1, 'a b \" * and')")
              .has_value(),
          "words are put");
  }

  ~Index() { std::filesystem::remove(file); }

  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                     ("vitrine-search-fuzz-" + std::to_string(::getpid()));
  const std::unique_ptr<store::sqlite::Database> database =
      store::sqlite::Database::open(file, store::sqlite::Access::create).value();
};

store::sqlite::Database& database() {
  static const Index index;
  return *index.database;
}

void search(std::string_view term) {
  const auto query = sales::parse_query(term);
  if (!query || query->words.empty()) return;
  const auto found =
      store::sqlite::search_purchases(database(), *query, 10, std::chrono::seconds{10});
  check(found.has_value(), "any words are a question");
  sales::Purchase purchase;
  purchase.artist_name = term;
  check(sales::matches(*query, purchase), "a text is found by itself");
}

void read(std::string_view bytes) {
  const auto purchase = sales::read_record(bytes);
  if (!purchase) return;
  check(sales::read_record(sales::record_of(*purchase)) == purchase, "a purchase is written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  search(input);
  read(input);
  return 0;
}
