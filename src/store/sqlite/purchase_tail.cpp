#include "store/sqlite/purchase_tail.h"

#include <algorithm>
#include <utility>

namespace vitrine::store::sqlite {

namespace {

// About a millisecond of writing.
constexpr std::size_t kSlice = 128;
constexpr std::chrono::seconds kTryAgainAfter{10};

std::int64_t number(sales::Offset offset) {
  return static_cast<std::int64_t>(offset);
}

}  // namespace

class PurchaseTail::IdSlice final : public Change {
 public:
  explicit IdSlice(PurchaseTail& tail) : Change(Statements::one, 0), tail_(tail) {}

  Result<void> apply(Database& database) override {
    for (std::size_t i = tail_.done_; i < end_; ++i) {
      const auto& id = tail_.pass_ids_[i];
      TRY_VOID(database.run("INSERT OR IGNORE INTO purchase_id (id, position) VALUES (?1, ?2)",
                            {std::string_view(id), number(tail_.ids_.find(id)->second)}));
    }
    return {};
  }

  void committed() noexcept override {
    for (; tail_.done_ < end_; ++tail_.done_) tail_.ids_.erase(tail_.pass_ids_[tail_.done_]);
    if (end_ < tail_.pass_ids_.size()) return;
    tail_.done_ = 0;
    tail_.step_ = Step::sellers;
  }

  void failed(const Failure& /*failure*/) noexcept override { tail_.give_up(); }

 private:
  PurchaseTail& tail_;
  const std::size_t end_ = std::min(tail_.done_ + kSlice, tail_.pass_ids_.size());
};

// Those that are written are forgotten; the next purchase reads them again.
class PurchaseTail::SellerSlice final : public Change {
 public:
  explicit SellerSlice(PurchaseTail& tail) : Change(Statements::one, 0), tail_(tail) {}

  Result<void> apply(Database& database) override {
    for (std::size_t i = tail_.done_; i < end_; ++i) {
      const auto& name = tail_.pass_sellers_[i];
      const auto& sums = tail_.sellers_.find(name)->second;
      // Only met, in a transaction that failed.
      if (sums.count == 0) continue;
      TRY_VOID(database.run(
          "INSERT INTO sale_seller (name, count, usd, holds) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
          "(name) DO UPDATE SET count = excluded.count, usd = excluded.usd, holds = excluded.holds",
          {std::string_view(name),
           static_cast<std::int64_t>(sums.count),
           sums.usd,
           number(sums.holds)}));
    }
    return {};
  }

  void committed() noexcept override {
    for (; tail_.done_ < end_; ++tail_.done_) {
      tail_.sellers_.erase(tail_.pass_sellers_[tail_.done_]);
    }
    if (end_ == tail_.pass_sellers_.size()) tail_.step_ = Step::ending;
  }

  void failed(const Failure& /*failure*/) noexcept override { tail_.give_up(); }

 private:
  PurchaseTail& tail_;
  const std::size_t end_ = std::min(tail_.done_ + kSlice, tail_.pass_sellers_.size());
};

class PurchaseTail::EndSlice final : public Change {
 public:
  explicit EndSlice(PurchaseTail& tail) : Change(Statements::one, 0), tail_(tail) {}

  Result<void> apply(Database& database) override {
    return database.run("UPDATE sale_book SET filed = ?1", {number(tail_.until_)});
  }

  void committed() noexcept override {
    tail_.filed_ = tail_.until_;
    tail_.step_ = Step::waiting;
  }

  void failed(const Failure& /*failure*/) noexcept override { tail_.give_up(); }

 private:
  PurchaseTail& tail_;
};

Result<void> PurchaseTail::read_back(Database& database) {
  TRY(const auto filed, database.number("SELECT filed FROM sale_book"));
  filed_ = static_cast<sales::Offset>(filed);
  last_ = filed_;
  TRY(auto rows,
      database.query("SELECT position, id, artist_name, amount_paid_usd FROM purchase "
                     "WHERE position > ?1 ORDER BY position",
                     {filed}));
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    last_ = static_cast<sales::Offset>(rows.integer(0));
    ids_.emplace(rows.text(1), last_);
    TRY(const auto known, seller(database, rows.text(2)));
    if (known->holds >= last_) continue;
    ++known->count;
    known->usd += rows.integer(3);
    known->holds = last_;
  }
}

void PurchaseTail::forget() {
  ids_.clear();
  sellers_.clear();
  last_ = 0;
  filed_ = 0;
  step_ = Step::waiting;
}

Result<std::optional<sales::Offset>> PurchaseTail::find(Database& database,
                                                        std::string_view id) const {
  if (const auto known = ids_.find(id); known != ids_.end()) return known->second;
  TRY(auto rows, database.query("SELECT position FROM purchase_id WHERE id = ?1", {id}));
  TRY(const bool row, rows.step());
  if (!row) return std::nullopt;
  return static_cast<sales::Offset>(rows.integer(0));
}

Result<PurchaseTail::Sums*> PurchaseTail::seller(Database& database, std::string_view name) {
  if (const auto known = sellers_.find(name); known != sellers_.end()) return &known->second;
  TRY(auto rows,
      database.query("SELECT count, usd, holds FROM sale_seller WHERE name = ?1", {name}));
  TRY(const bool row, rows.step());
  Sums sums;
  if (row) {
    sums = {.count = static_cast<std::uint64_t>(rows.integer(0)),
            .usd = rows.integer(1),
            .holds = static_cast<sales::Offset>(rows.integer(2))};
  }
  return &sellers_.emplace(std::string(name), sums).first->second;
}

Result<void> PurchaseTail::add(Database& database, const std::vector<sales::Recorded>& recorded) {
  for (const auto& one : recorded) {
    TRY_VOID(seller(database, one.purchase.artist_name));
  }
  for (const auto& one : recorded) ids_.emplace(one.purchase.id, one.offset);
  return {};
}

std::vector<sales::Seller> PurchaseTail::committed(const std::vector<sales::Recorded>& recorded) {
  std::vector<sales::Seller> sellers;
  for (const auto& one : recorded) {
    last_ = one.offset;
    auto& sums = sellers_.find(one.purchase.artist_name)->second;
    ++sums.count;
    sums.usd += one.purchase.amount_paid_usd;
    sums.holds = last_;
    sellers.push_back({one.purchase.artist_name, sums.usd, sums.count});
  }
  return sellers;
}

void PurchaseTail::failed(const std::vector<sales::Recorded>& recorded) {
  for (const auto& one : recorded) {
    const auto known = ids_.find(one.purchase.id);
    if (known != ids_.end() && known->second == one.offset) ids_.erase(known);
  }
}

std::vector<sales::Seller> PurchaseTail::sellers() const {
  std::vector<sales::Seller> all;
  for (const auto& [name, sums] : sellers_) {
    if (sums.count > 0) all.push_back({name, sums.usd, sums.count});
  }
  return all;
}

// Sorting them takes some 10 ms, once in 16,384 purchases.
void PurchaseTail::begin() {
  until_ = last_;
  done_ = 0;
  step_ = Step::ids;
  pass_ids_.clear();
  pass_sellers_.clear();
  for (const auto& [id, offset] : ids_) pass_ids_.push_back(id);
  for (const auto& [name, sums] : sellers_) pass_sellers_.push_back(name);
  std::ranges::sort(pass_ids_);
  std::ranges::sort(pass_sellers_);
}

std::unique_ptr<Change> PurchaseTail::next_slice() {
  if (step_ == Step::waiting) {
    if (last_ - filed_ < file_after_) return nullptr;
    begin();
  }
  if (not_before_ > std::chrono::steady_clock::now()) return nullptr;
  switch (step_) {
    case Step::ids:
      return std::make_unique<IdSlice>(*this);
    case Step::sellers:
      return std::make_unique<SellerSlice>(*this);
    case Step::ending:
      return std::make_unique<EndSlice>(*this);
    case Step::waiting:
      break;
  }
  return nullptr;
}

// What was filed stays filed.
void PurchaseTail::give_up() {
  not_before_ = std::chrono::steady_clock::now() + kTryAgainAfter;
}

}  // namespace vitrine::store::sqlite
