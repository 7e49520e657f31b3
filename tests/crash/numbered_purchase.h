// Purchases that can be told apart by a number: by id, by word, by seller and by time.
#pragma once

#include <cstdint>
#include <string>

#include "sales/purchase.h"

namespace vitrine {

inline sales::Purchase numbered_purchase(std::uint64_t number) {
  sales::Purchase purchase;
  purchase.id = std::to_string(number);
  purchase.at = sales::Moment{std::chrono::seconds{1'700'000'000 + number % 7200}};
  purchase.artist_name = "artist " + std::to_string(number % 300);
  purchase.album_title = "album" + purchase.id;
  purchase.amount_paid_usd = 1;
  return purchase;
}

}  // namespace vitrine
