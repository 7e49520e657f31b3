#include <utility>

#include <fmt/format.h>

#include "feed/purchase_json.h"
#include "feed/purchase_reader.h"

namespace vitrine::feed {

namespace {

using json::Kind;
using sales::Purchase;

class ListReader {
 public:
  ListReader(std::string_view json, Unknown unknown) : cursor_(json), unknown_(unknown) {}

  Result<std::vector<Purchase>> read() {
    TRY(const auto kind, cursor_.next());
    if (kind == Kind::array) {
      TRY_VOID(cursor_.array([this] { return one(); }));
      if (!cursor_.at_end()) return behind("array");
      return std::move(purchases_);
    }
    while (!cursor_.at_end()) TRY_VOID(one());
    return std::move(purchases_);
  }

 private:
  std::unexpected<Failure> behind(std::string_view what) const {
    return fail(
        FailureKind::bad_request,
        fmt::format("Malformed JSON at {}: there is more behind the {}", cursor_.place(), what));
  }

  Result<void> one() {
    const auto number = purchases_.size() + 1;
    if (number > sales::kBatchMax) {
      return fail(FailureKind::bad_request,
                  fmt::format("There are more than {} purchases; 1 to {} go into one call",
                              sales::kBatchMax,
                              sales::kBatchMax));
    }
    auto purchase = object();
    if (!purchase) {
      auto failure = std::move(purchase).error();
      failure.public_message = fmt::format("Purchase {}: {}", number, failure.public_message);
      return std::unexpected(std::move(failure));
    }
    purchases_.push_back(*std::move(purchase));
    return {};
  }

  Result<Purchase> object() {
    TRY(const auto kind, cursor_.next());
    if (kind != Kind::object) {
      return fail(FailureKind::bad_request,
                  fmt::format("it must be {} and is {}, at {}",
                              json::name(Kind::object),
                              json::name(kind),
                              cursor_.place()));
    }
    return take_purchase(cursor_, unknown_);
  }

  json::Cursor cursor_;
  const Unknown unknown_;
  std::vector<Purchase> purchases_;
};

}  // namespace

Result<Purchase> read_purchase(std::string_view json, Unknown unknown) {
  json::Cursor cursor(json);
  TRY(auto purchase, take_purchase(cursor, unknown));
  if (!cursor.at_end()) {
    return fail(
        FailureKind::bad_request,
        fmt::format("Malformed JSON at {}: there is more behind the purchase", cursor.place()));
  }
  return purchase;
}

Result<std::vector<Purchase>> read_purchases(std::string_view json, Unknown unknown) {
  return ListReader(json, unknown).read();
}

}  // namespace vitrine::feed
