// A search term, and a purchase as bytes: whatever somebody types is words to the index and never
// its syntax, what is found by a word of a text is found by the text, and bytes that are no
// purchase are none.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
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

store::sqlite::Database& database() {
  static const auto opened = [] {
    const auto file = std::filesystem::temp_directory_path() /
                      ("vitrine-search-fuzz-" + std::to_string(::getpid()));
    auto made = store::sqlite::Database::open(file, store::sqlite::Access::create).value();
    ::unlink(file.c_str());
    check(made->execute(std::string(store::sqlite::kSalesSchema)).has_value(), "the schema is SQL");
    check(made->execute("INSERT INTO purchase_word (rowid, words) VALUES (1, 'a b \" * and')")
              .has_value(),
          "words are put");
    return made;
  }();
  return *opened;
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
