#include "feed/purchase_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "feed/utc_date.h"
#include "sales/plain_text.h"

namespace vitrine::feed {

namespace {

using json::Kind;
using sales::Purchase;

struct TextField {
  std::string_view name;
  std::string Purchase::* value;
};

constexpr std::array<TextField, 11> kTexts = {{
    {"id", &Purchase::id},
    {"artist_name", &Purchase::artist_name},
    {"album_title", &Purchase::album_title},
    {"item_description", &Purchase::item_description},
    {"item_type", &Purchase::item_type},
    {"slug_type", &Purchase::slug_type},
    {"country", &Purchase::country},
    {"country_code", &Purchase::country_code},
    {"currency", &Purchase::currency},
    {"art_url", &Purchase::art_url},
    {"url", &Purchase::url},
}};

constexpr std::array<std::string_view, 6> kPassedOver = {"offset",
                                                         "track_album_slug_text",
                                                         "releases",
                                                         "package_image_id",
                                                         "amount_paid_fmt",
                                                         "amount_over_fmt"};

// Amounts mean nothing before the currency is known, which may stand behind them.
struct Amounts {
  std::string_view paid;
  std::string_view price;
  std::string_view paid_usd;
};

std::unexpected<Failure> missing(std::string_view field, std::string_view why = "") {
  return fail(FailureKind::bad_request, fmt::format("{} is missing{}", field, why));
}

// Reads the members of one object into a purchase.
class PurchaseReader {
 public:
  PurchaseReader(json::Cursor& cursor, Unknown unknown) : cursor_(cursor), unknown_(unknown) {}

  Result<Purchase> read() {
    TRY_VOID(cursor_.object([this](const std::string& name) { return member(name); }));
    if (!seen_.contains("artist_name")) return missing("artist_name");
    if (!seen_.contains("utc_date")) return missing("utc_date");
    if (!seen_.contains("amount_paid")) return missing("amount_paid");
    TRY_VOID(read_amounts());
    return std::move(purchase_);
  }

 private:
  Result<void> member(const std::string& name) {
    TRY(const auto kind, cursor_.next());
    if (!known(name)) TRY_VOID(nobody_knows(name));
    if (kind == Kind::null) return pass_over();
    if (!seen_.insert(name).second) {
      return fail(FailureKind::bad_request,
                  fmt::format("{} is there twice, at {}", sales::shown(name), cursor_.place()));
    }
    for (const auto& field : kTexts) {
      if (field.name != name) continue;
      TRY_VOID(require(name, kind, Kind::text));
      TRY(purchase_.*field.value, cursor_.text());
      return {};
    }
    if (auto* const amount = amount_of(name)) {
      TRY_VOID(require(name, kind, Kind::number));
      TRY(*amount, cursor_.number());
      return {};
    }
    if (name == "utc_date") return date(kind);
    if (name == "art_id") return art_id(kind);
    if (name == "quantity") return quantity(kind);
    return pass_over();
  }

  Result<void> pass_over() {
    TRY_VOID(cursor_.any());
    return {};
  }

  bool known(std::string_view name) {
    return amount_of(name) != nullptr || name == "utc_date" || name == "art_id" ||
           name == "quantity" || std::ranges::count(kPassedOver, name) > 0 ||
           std::ranges::count(kTexts, name, &TextField::name) > 0;
  }

  Result<void> nobody_knows(std::string_view name) const {
    if (unknown_ == Unknown::passed_over) return {};
    return fail(FailureKind::bad_request,
                fmt::format("there is no field {}, at {}", sales::shown(name), cursor_.place()));
  }

  Result<void> require(std::string_view name, Kind kind, Kind right) const {
    if (kind == right) return {};
    return fail(FailureKind::bad_request,
                fmt::format("{} must be {} and is {}, at {}",
                            name,
                            json::name(right),
                            json::name(kind),
                            cursor_.place()));
  }

  std::string_view* amount_of(std::string_view name) {
    if (name == "amount_paid") return &amounts_.paid;
    if (name == "item_price") return &amounts_.price;
    if (name == "amount_paid_usd") return &amounts_.paid_usd;
    return nullptr;
  }

  Result<void> date(Kind kind) {
    if (kind == Kind::number) {
      TRY(const auto number, cursor_.number());
      TRY(purchase_.at, read_seconds(number));
      return {};
    }
    TRY_VOID(require("utc_date", kind, Kind::text));
    TRY(const auto text, cursor_.text());
    TRY(purchase_.at, read_iso_date(text));
    return {};
  }

  // A number in S1's feed, and a name elsewhere.
  Result<void> art_id(Kind kind) {
    if (kind == Kind::number) {
      TRY(purchase_.art_id, cursor_.number());
      return {};
    }
    TRY_VOID(require("art_id", kind, Kind::text));
    TRY(purchase_.art_id, cursor_.text());
    return {};
  }

  Result<void> quantity(Kind kind) {
    TRY_VOID(require("quantity", kind, Kind::number));
    TRY(const auto number, cursor_.number());
    const auto read = std::from_chars(number.begin(), number.end(), purchase_.quantity);
    if (read.ec == std::errc{} && read.ptr == number.end()) return {};
    return fail(
        FailureKind::bad_request,
        fmt::format("quantity is {}; it must be a whole number such as 1", sales::shown(number)));
  }

  Result<void> read_amounts() {
    const auto* const currency = sales::find_currency(purchase_.currency);
    if (currency == nullptr) {
      return fail(FailureKind::bad_request,
                  fmt::format("currency is {}; it must be a code of ISO 4217 such as USD",
                              sales::shown(purchase_.currency)));
    }
    TRY(purchase_.amount_paid, sales::parse_amount("amount_paid", amounts_.paid, *currency));
    purchase_.item_price = purchase_.amount_paid;
    if (!amounts_.price.empty()) {
      TRY(purchase_.item_price, sales::parse_amount("item_price", amounts_.price, *currency));
    }
    if (amounts_.paid_usd.empty()) {
      if (currency->code != sales::kUsd.code) {
        return missing("amount_paid_usd", ": only an amount in USD does without");
      }
      purchase_.amount_paid_usd = purchase_.amount_paid;
      return {};
    }
    TRY(purchase_.amount_paid_usd,
        sales::parse_amount(
            "amount_paid_usd", amounts_.paid_usd, sales::kUsd, sales::Rounding::nearest));
    return {};
  }

  json::Cursor& cursor_;
  const Unknown unknown_;
  Purchase purchase_;
  Amounts amounts_;
  std::set<std::string> seen_;
};

}  // namespace

Result<Purchase> take_purchase(json::Cursor& cursor, Unknown unknown) {
  return PurchaseReader(cursor, unknown).read();
}

}  // namespace vitrine::feed
