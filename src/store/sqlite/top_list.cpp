#include "store/sqlite/top_list.h"

#include <algorithm>
#include <string>

namespace vitrine::store::sqlite {

namespace {

bool is_before(const sales::Seller& a, const sales::Seller& b) {
  if (a.revenue != b.revenue) return a.revenue > b.revenue;
  return a.artist_name < b.artist_name;
}

}  // namespace

Result<void> TopList::load(Database& database) {
  sellers_.clear();
  TRY(auto rows,
      database.query("SELECT name, count, usd FROM sale_seller ORDER BY usd DESC, name LIMIT ?1",
                     {static_cast<std::int64_t>(sales::Book::kSellersMax)}));
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    sellers_.push_back({.artist_name = std::string(rows.text(0)),
                        .revenue = rows.integer(2),
                        .count = static_cast<std::uint64_t>(rows.integer(1))});
  }
}

void TopList::put(const sales::Seller& seller) {
  const bool is_full = sellers_.size() == sales::Book::kSellersMax;
  if (is_full && is_before(sellers_.back(), seller)) return;
  const auto known = std::ranges::find(sellers_, seller.artist_name, &sales::Seller::artist_name);
  if (known != sellers_.end()) {
    sellers_.erase(known);
  } else if (is_full) {
    sellers_.pop_back();
  }
  sellers_.insert(std::ranges::lower_bound(sellers_, seller, is_before), seller);
}

std::vector<sales::Seller> TopList::first(std::size_t n) const {
  const auto end = sellers_.begin() + static_cast<std::ptrdiff_t>(std::min(n, sellers_.size()));
  return {sellers_.begin(), end};
}

}  // namespace vitrine::store::sqlite
