#include "sales/record.h"

#include <cstdint>

namespace vitrine::sales {

namespace {

// The version of what follows.
constexpr char kVersion = 1;

// LEB128.
void put(std::string& to, std::int64_t value) {
  auto number = static_cast<std::uint64_t>(value);
  while (number >= 0x80) {
    to.push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  to.push_back(static_cast<char>(number));
}

void put(std::string& to, const std::string& text) {
  put(to, static_cast<std::int64_t>(text.size()));
  to += text;
}

bool take(std::string_view& from, std::int64_t& value) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !from.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(from.front());
    from.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    value = static_cast<std::int64_t>(number);
    return true;
  }
  return false;
}

bool take(std::string_view& from, std::string& text) {
  std::int64_t size = 0;
  if (!take(from, size) || size < 0 || static_cast<std::uint64_t>(size) > from.size()) return false;
  text = from.substr(0, static_cast<std::size_t>(size));
  from.remove_prefix(text.size());
  return true;
}

// Every field, in the order of the form.
bool each_field(auto& purchase, auto&& visit) {
  return visit(purchase.id) && visit(purchase.artist_name) && visit(purchase.album_title) &&
         visit(purchase.item_description) && visit(purchase.item_type) &&
         visit(purchase.slug_type) && visit(purchase.country) && visit(purchase.country_code) &&
         visit(purchase.currency) && visit(purchase.amount_paid) && visit(purchase.item_price) &&
         visit(purchase.amount_paid_usd) && visit(purchase.quantity) && visit(purchase.art_url) &&
         visit(purchase.url) && visit(purchase.art_id);
}

}  // namespace

std::string record_of(const Purchase& purchase) {
  std::string record(1, kVersion);
  put(record, purchase.at.time_since_epoch().count());
  each_field(purchase, [&](const auto& field) {
    put(record, field);
    return true;
  });
  return record;
}

std::optional<Purchase> read_record(std::string_view record) {
  if (!record.starts_with(kVersion)) return std::nullopt;
  record.remove_prefix(1);
  Purchase purchase;
  std::int64_t at = 0;
  if (!take(record, at)) return std::nullopt;
  purchase.at = Moment{std::chrono::milliseconds{at}};
  const bool whole = each_field(purchase, [&](auto& field) { return take(record, field); });
  if (!whole || !record.empty()) return std::nullopt;
  return purchase;
}

}  // namespace vitrine::sales
