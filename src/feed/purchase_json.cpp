#include "feed/purchase_json.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "feed/utc_date.h"
#include "json/text.h"

namespace vitrine::feed {

namespace {

void append_member(std::string& to, std::string_view name, std::string_view text) {
  to += ",\"";
  to += name;
  to += "\":";
  json::append_text(to, text);
}

void append_number(std::string& to, std::string_view name, std::string_view digits) {
  to += ",\"";
  to += name;
  to += "\":";
  to += digits;
}

}  // namespace

void append_purchase(std::string& to,
                     const sales::Purchase& purchase,
                     std::optional<sales::Offset> offset) {
  const auto* const currency = sales::find_currency(purchase.currency);
  const unsigned decimals = currency == nullptr ? sales::kUsd.decimals : currency->decimals;
  to += "{\"id\":";
  json::append_text(to, purchase.id);
  if (offset) append_number(to, "offset", std::to_string(*offset));
  append_member(to, "utc_date", iso_date(purchase.at));
  append_member(to, "artist_name", purchase.artist_name);
  append_member(to, "item_type", purchase.item_type);
  append_member(to, "item_description", purchase.item_description);
  if (purchase.album_title.empty()) {
    append_number(to, "album_title", "null");
  } else {
    append_member(to, "album_title", purchase.album_title);
  }
  append_member(to, "slug_type", purchase.slug_type);
  append_member(to, "currency", purchase.currency);
  append_number(to, "amount_paid", sales::amount_text(purchase.amount_paid, decimals));
  append_number(to, "item_price", sales::amount_text(purchase.item_price, decimals));
  append_number(
      to, "amount_paid_usd", sales::amount_text(purchase.amount_paid_usd, sales::kUsd.decimals));
  append_number(to, "quantity", std::to_string(purchase.quantity));
  append_member(to, "country", purchase.country);
  append_member(to, "country_code", purchase.country_code);
  append_member(to, "art_id", purchase.art_id);
  append_member(to, "art_url", purchase.art_url);
  append_member(to, "url", purchase.url);
  to += "}";
}

void append_purchases(std::string& to, const std::vector<sales::Recorded>& purchases) {
  to += "[";
  const char* separator = "";
  for (const auto& recorded : purchases) {
    to += std::exchange(separator, ",");
    append_purchase(to, recorded.purchase, recorded.offset);
  }
  to += "]";
}

}  // namespace vitrine::feed
