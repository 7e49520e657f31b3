// A log and a book in memory, which agree at once.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sales/book.h"
#include "sales/log.h"

namespace vitrine::sales {

class MemorySales final : public PurchaseLog, public Book {
 public:
  Task<Result<Appended>> append(Batch batch) override {
    if (batch.key && keys_.contains(batch.key->key)) {
      const auto& [digest, done] = keys_.at(batch.key->key);
      if (digest != batch.key->digest) {
        co_return fail(FailureKind::unsupported, "The key was used with another body");
      }
      auto again = done;
      again.was_done = true;
      co_return again;
    }
    for (const auto& purchase : batch.purchases) {
      const auto* const known = find(purchase.id);
      if (known != nullptr && known->purchase != purchase) {
        co_return fail(FailureKind::conflict, "Another purchase has the id " + purchase.id);
      }
    }
    Appended appended;
    for (const auto& purchase : batch.purchases) {
      const auto* const known = find(purchase.id);
      if (known == nullptr) log_.push_back({log_.size() + 1, purchase});
      appended.purchases.push_back(
          {known == nullptr ? log_.back().offset : known->offset, known != nullptr});
    }
    if (batch.key) keys_.emplace(batch.key->key, std::pair(batch.key->digest, appended));
    changed_(log_.size());
    co_return appended;
  }

  Task<Result<std::vector<Recorded>>> after(Offset offset, std::size_t n) override {
    std::vector<Recorded> found;
    for (const auto& recorded : log_) {
      if (recorded.offset > offset && found.size() < n) found.push_back(recorded);
    }
    co_return found;
  }

  Task<Result<Purchases>> newest(std::size_t n) override {
    ++reads;
    auto sorted = newest_first();
    sorted.resize(std::min(n, sorted.size()));
    co_return Purchases{std::move(sorted), log_.size()};
  }

  Task<Result<Found>> search(Query query, std::size_t n) override {
    ++reads;
    Found found{.purchases = {}, .cut = cut, .as_of = log_.size()};
    for (const auto& recorded : newest_first()) {
      if (found.purchases.size() < n && matches(query, recorded.purchase)) {
        found.purchases.push_back(recorded);
      }
    }
    co_return found;
  }

  // Minutes only.
  Task<Result<History>> history(HistoryQuery query) override {
    ++reads;
    using std::chrono::minutes;
    History history{.points = {}, .as_of = log_.size()};
    for (auto at = std::chrono::floor<minutes>(query.from); at < query.to; at += minutes(1)) {
      HistoryPoint point{.at = at};
      for (const auto& recorded : log_) {
        if (std::chrono::floor<minutes>(recorded.purchase.at) != at) continue;
        ++point.count;
        point.revenue += recorded.purchase.amount_paid_usd;
      }
      history.points.push_back(point);
    }
    co_return history;
  }

  Task<Result<TopSellers>> top_sellers(std::size_t n) override {
    ++reads;
    std::map<std::string, Seller> by_name;
    for (const auto& recorded : log_) {
      auto& seller = by_name[recorded.purchase.artist_name];
      seller.artist_name = recorded.purchase.artist_name;
      seller.revenue += recorded.purchase.amount_paid_usd;
      ++seller.count;
    }
    TopSellers top{.sellers = {}, .as_of = log_.size()};
    for (const auto& [name, seller] : by_name) top.sellers.push_back(seller);
    std::ranges::sort(top.sellers, [](const Seller& one, const Seller& other) {
      return std::tie(other.revenue, one.artist_name) < std::tie(one.revenue, other.artist_name);
    });
    top.sellers.resize(std::min(n, top.sellers.size()));
    co_return top;
  }

  Mark last() const override { return {"0123456789abcdef", log_.size()}; }

  void on_change(std::function<void(Offset)> changed) override { changed_ = std::move(changed); }

  std::string trouble() const override { return {}; }

  int reads = 0;
  // Searches say that they were ended.
  bool cut = false;

 private:
  const Recorded* find(const std::string& id) const {
    const auto found = std::ranges::find_if(
        log_, [&](const Recorded& recorded) { return recorded.purchase.id == id; });
    return found == log_.end() ? nullptr : &*found;
  }

  std::vector<Recorded> newest_first() const {
    auto sorted = log_;
    std::ranges::sort(sorted, std::ranges::greater(), [](const Recorded& recorded) {
      return std::pair(recorded.purchase.at, recorded.offset);
    });
    return sorted;
  }

  std::vector<Recorded> log_;
  std::map<std::string, std::pair<std::string, Appended>> keys_;
  std::function<void(Offset)> changed_ = [](Offset) {};
};

}  // namespace vitrine::sales
