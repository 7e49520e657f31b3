#include "store/sqlite/purchase_log.h"

#include <memory>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "failure/check.h"
#include "store/sqlite/commit.h"
#include "store/sqlite/purchase_keys.h"
#include "store/sqlite/purchase_rows.h"

namespace vitrine::store::sqlite {

namespace {

// What a purchase takes beside its texts.
constexpr std::size_t kPurchaseBytes = 256;

std::size_t bytes_of(const sales::Batch& batch) {
  std::size_t bytes = 0;
  for (const auto& purchase : batch.purchases) {
    bytes += kPurchaseBytes + purchase.item_description.size() + purchase.album_title.size() +
             purchase.url.size() + purchase.art_url.size();
  }
  return bytes;
}

}  // namespace

// Reads first and writes then, so that whatever is refused has written nothing and the group needs
// no savepoint for it: at each savepoint FTS5 would write a segment of its index. Writing fails
// only with the disk; then the whole group is given up.
class PurchaseLog::Append final : public Change {
 public:
  Append(PurchaseLog& log, sales::Batch batch)
      : Change(Statements::one, bytes_of(batch)), log_(log), batch_(std::move(batch)) {}

  Result<void> apply(Database& database) override {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(log_.clock_.wall());
    if (batch_.key) {
      TRY(auto before, answer_before(database, *batch_.key, now));
      if (before) {
        appended_ = *std::move(before);
        return {};
      }
    }
    TRY_VOID(place(database));
    auto written = write(database, now);
    if (!written && database.in_transaction()) std::ignore = database.run("ROLLBACK");
    return written;
  }

  void committed() noexcept override {
    if (folded_) log_.book_.folded(new_);
  }

  void failed(const Failure& /*failure*/) noexcept override {
    if (folded_) log_.book_.not_folded(new_);
  }

  sales::Appended take() { return std::move(appended_); }

 private:
  // Which of the purchases are there already, and where the others come to stand.
  Result<void> place(Database& database) {
    TRY(auto last, last_purchase(database));
    std::unordered_map<std::string_view, std::size_t> first_of;
    for (std::size_t i = 0; i < batch_.purchases.size(); ++i) {
      const auto& purchase = batch_.purchases[i];
      const auto [first, is_first] = first_of.emplace(purchase.id, i);
      if (!is_first) {
        TRY_VOID(same(purchase, batch_.purchases[first->second]));
        appended_.purchases.push_back({appended_.purchases[first->second].offset, true});
        continue;
      }
      TRY(const auto offset, log_.book_.find(database, purchase.id));
      if (offset) {
        TRY(const auto there, purchase_at(database, *offset));
        check(there.has_value(), "a purchase stands where its id says");
        TRY_VOID(same(purchase, there->purchase));
        appended_.purchases.push_back({*offset, true});
        continue;
      }
      appended_.purchases.push_back({++last, false});
      new_.push_back({last, purchase});
    }
    return {};
  }

  static Result<void> same(const sales::Purchase& purchase, const sales::Purchase& there) {
    if (purchase == there) return {};
    return fail(
        FailureKind::conflict,
        fmt::format("Purchase {} was recorded before and says something else", purchase.id));
  }

  Result<void> write(Database& database, sales::Moment now) {
    if (!new_.empty()) {
      folded_ = true;
      TRY_VOID(log_.book_.fold(database, new_));
    }
    if (!batch_.key) return {};
    return keep_answer(database, *batch_.key, appended_, now);
  }

  PurchaseLog& log_;
  const sales::Batch batch_;
  sales::Appended appended_;
  std::vector<sales::Recorded> new_;
  bool folded_ = false;
};

PurchaseLog::PurchaseLog(Writer& writer, SalesBook& book, const Clock& clock)
    : writer_(writer), book_(book), clock_(clock), forget_keys_(clock) {
  writer_.between_groups([this] { writer_.add_background(forget_keys_); });
}

PurchaseLog::~PurchaseLog() {
  writer_.between_groups([this] { writer_.remove_background(forget_keys_); });
}

Task<Result<sales::Appended>> PurchaseLog::append(sales::Batch batch) {
  check(!batch.purchases.empty() && batch.purchases.size() <= sales::kBatchMax,
        "a batch has 1 to kBatchMax purchases");
  auto change = std::make_unique<Append>(*this, std::move(batch));
  CO_TRY(const auto appended, co_await commit(writer_, std::move(change)));
  co_return appended->take();
}

}  // namespace vitrine::store::sqlite
