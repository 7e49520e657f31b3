// A purchase in which nothing is wrong.
#pragma once

#include <string>

#include "sales/purchase.h"

namespace vitrine::sales {

inline constexpr Moment kSampleTime{std::chrono::seconds{1'700'000'000}};

inline Purchase sample(std::string id = "sale-1") {
  Purchase purchase;
  purchase.id = std::move(id);
  purchase.at = kSampleTime;
  purchase.artist_name = "Björk";
  purchase.album_title = "Homogenic";
  purchase.item_description = "Limited vinyl";
  purchase.item_type = "p";
  purchase.slug_type = "a";
  purchase.country = "Iceland";
  purchase.country_code = "is";
  purchase.currency = "EUR";
  purchase.amount_paid = 2550;
  purchase.item_price = 2500;
  purchase.amount_paid_usd = 2781;
  purchase.art_url = "/product/image/cover/w200.webp";
  purchase.url = "https://shop.example/homogenic";
  purchase.art_id = "10855050";
  return purchase;
}

}  // namespace vitrine::sales
