#include "sales/purchase.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "sales/plain_text.h"

namespace vitrine::sales {

namespace {

constexpr std::int64_t kQuantityMax = 1'000'000;

std::unexpected<Failure> refuse(std::string_view field, std::string value, std::string_view must) {
  return fail(FailureKind::bad_request, fmt::format("{} is {}; it must be {}", field, value, must));
}

Result<void> check_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return fail(FailureKind::bad_request,
                fmt::format("{} has {} bytes; at most {}", field, text.size(), bytes_max));
  }
  if (!is_plain_text(text)) {
    return fail(FailureKind::bad_request,
                fmt::format("{} must be UTF-8 without control characters", field));
  }
  return {};
}

Result<void> check_filled(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (text.empty()) return fail(FailureKind::bad_request, fmt::format("{} is missing", field));
  return check_text(field, text, bytes_max);
}

// Pages link to it, so it may not be a script.
Result<void> check_address(std::string_view field, std::string_view text) {
  TRY_VOID(check_text(field, text, 2048));
  if (text.empty() || text.starts_with('/') || text.starts_with("https://") ||
      text.starts_with("http://")) {
    return {};
  }
  return refuse(field, shown(text), "an address that begins with https://, http:// or /");
}

Result<void> check_amount(std::string_view field,
                          Amount amount,
                          Amount max,
                          const Currency& currency) {
  if (amount >= 0 && amount <= max) return {};
  return refuse(field,
                amount_text(amount, currency.decimals),
                fmt::format("0 to {} {}", amount_text(max, currency.decimals), currency.code));
}

Result<void> check_texts(const Purchase& purchase) {
  TRY_VOID(check_filled("id", purchase.id, 128));
  TRY_VOID(check_filled("artist_name", purchase.artist_name, 256));
  TRY_VOID(check_text("album_title", purchase.album_title, 512));
  TRY_VOID(check_text("item_description", purchase.item_description, 1024));
  TRY_VOID(check_text("item_type", purchase.item_type, 16));
  TRY_VOID(check_text("slug_type", purchase.slug_type, 16));
  TRY_VOID(check_text("country", purchase.country, 128));
  TRY_VOID(check_text("art_id", purchase.art_id, 64));
  TRY_VOID(check_address("art_url", purchase.art_url));
  TRY_VOID(check_address("url", purchase.url));
  const auto& code = purchase.country_code;
  const auto is_letter = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  };
  if (code.empty() || (code.size() == 2 && std::ranges::all_of(code, is_letter))) return {};
  return refuse("country_code", shown(code), "two letters, or empty");
}

Result<void> check_money(const Purchase& purchase) {
  const auto* currency = find_currency(purchase.currency);
  if (currency == nullptr) {
    return refuse("currency", shown(purchase.currency), "a code of ISO 4217 such as USD");
  }
  TRY_VOID(check_amount("amount_paid", purchase.amount_paid, kAmountMax, *currency));
  TRY_VOID(check_amount("item_price", purchase.item_price, kAmountMax, *currency));
  TRY_VOID(check_amount("amount_paid_usd", purchase.amount_paid_usd, kUsdMax, kUsd));
  if (purchase.quantity >= 1 && purchase.quantity <= kQuantityMax) return {};
  return refuse(
      "quantity", std::to_string(purchase.quantity), fmt::format("1 to {}", kQuantityMax));
}

std::string date_text(Moment at) {
  namespace chrono = std::chrono;
  const auto day = chrono::floor<chrono::days>(at);
  // Beyond these there is no calendar that anybody agrees on.
  if (day.time_since_epoch() < chrono::days{-719'162} ||
      day.time_since_epoch() > chrono::days{2'932'896}) {
    return fmt::format("{} ms after 1970", at.time_since_epoch().count());
  }
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     time.hours().count(),
                     time.minutes().count(),
                     time.seconds().count(),
                     time.subseconds().count());
}

Result<void> check_moment(Moment at, WallTime now) {
  if (at < kEarliest) return refuse("utc_date", date_text(at), "2000-01-01 or later");
  // In milliseconds, which do not overflow.
  if (at <= std::chrono::floor<std::chrono::milliseconds>(now) + kAheadMax) return {};
  return refuse("utc_date",
                date_text(at),
                fmt::format("at most {} hours ahead of our clock", kAheadMax.count()));
}

}  // namespace

Result<void> check(const Purchase& purchase, WallTime now) {
  TRY_VOID(check_texts(purchase));
  TRY_VOID(check_money(purchase));
  return check_moment(purchase.at, now);
}

Result<void> check(const std::vector<Purchase>& purchases, WallTime now) {
  if (purchases.empty() || purchases.size() > kBatchMax) {
    return fail(
        FailureKind::bad_request,
        fmt::format(
            "There are {} purchases; 1 to {} go into one call", purchases.size(), kBatchMax));
  }
  for (std::size_t i = 0; i < purchases.size(); ++i) {
    const auto checked = check(purchases[i], now);
    if (checked) continue;
    auto failure = checked.error();
    failure.public_message = fmt::format(
        "Purchase {} (id {}): {}", i + 1, shown(purchases[i].id), failure.public_message);
    return std::unexpected(std::move(failure));
  }
  return {};
}

}  // namespace vitrine::sales
