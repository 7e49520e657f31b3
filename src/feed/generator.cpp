#include "feed/generator.h"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace vitrine::feed {

namespace {

// Of each hour (UTC) in percent of the average: Europe's evening and America's afternoon are busy.
constexpr std::array<int, 24> kHours = {95,  80,  70,  60,  55,  55,  60,  70,  80,  90,  95,  100,
                                        105, 110, 120, 130, 135, 140, 145, 145, 135, 125, 115, 85};

constexpr std::string_view kPackages[] = {"Limited Edition Vinyl LP",
                                          "Double Vinyl LP",
                                          "Cassette",
                                          "Compact Disc in Card Sleeve",
                                          "T-Shirt",
                                          "Coloured 7\" Single"};

double rhythm(sales::Moment at) {
  const auto since_midnight = at - std::chrono::floor<std::chrono::days>(at);
  const auto hour = std::chrono::floor<std::chrono::hours>(since_midnight).count();
  return kHours.at(static_cast<std::size_t>(hour)) / 100.0;
}

}  // namespace

Generator::Generator(GeneratorOptions options)
    : options_(std::move(options)), catalogue_(options_.seed), dice_(~options_.seed) {
}

// The time between two that have nothing to do with each other.
void Generator::pass_time() {
  const auto at =
      options_.start + std::chrono::milliseconds(static_cast<std::int64_t>(passed_milliseconds_));
  passed_milliseconds_ += -std::log(dice_.share()) * 1000 / (options_.rate * rhythm(at));
}

void Generator::choose_item(sales::Purchase& purchase, const Artist& artist, const Album& album) {
  const auto thrown = dice_.below(100);
  purchase.album_title = album.title;
  purchase.item_description = album.title;
  purchase.item_price = album.price;
  purchase.item_type = "a";
  purchase.slug_type = "a";
  if (thrown < 50) return;
  if (thrown < 75) {
    purchase.item_type = "t";
    purchase.slug_type = "t";
    purchase.item_description = dice_.one_of(std::span<const std::string>(album.tracks));
    purchase.item_price = price_in(*artist.home, 150);
  } else if (thrown < 96) {
    purchase.item_type = "p";
    purchase.item_description = dice_.one_of(std::span<const std::string_view>(kPackages));
    purchase.item_price = album.price * 2 + price_in(*artist.home, 500);
  } else {
    purchase.item_type = "b";
    purchase.item_description = "Full digital discography";
    purchase.item_price = album.price * static_cast<sales::Amount>(artist.albums.size() + 1);
  }
}

void Generator::pay(sales::Purchase& purchase, const Country& home) {
  if (purchase.item_type == "p" && dice_.percent(5)) purchase.quantity = 2;
  purchase.amount_paid = purchase.item_price * purchase.quantity;
  // Who likes it pays more.
  if (dice_.percent(18)) {
    purchase.amount_paid +=
        purchase.item_price * static_cast<sales::Amount>(1 + dice_.below(4)) / 4;
  }
  purchase.currency = home.currency;
  purchase.amount_paid_usd = cents_of(home, purchase.amount_paid);
}

sales::Purchase Generator::next() {
  pass_time();
  const auto& artist = catalogue_.artist(dice_);
  const auto& album = dice_.one_of(std::span<const Album>(artist.albums));
  const auto& buyer = Catalogue::country(dice_);
  sales::Purchase purchase;
  purchase.id = fmt::format(
      "made:{}:{}:{}", options_.seed, options_.start.time_since_epoch().count(), ++sold_);
  purchase.at =
      options_.start + std::chrono::milliseconds(static_cast<std::int64_t>(passed_milliseconds_));
  purchase.artist_name = artist.name;
  choose_item(purchase, artist, album);
  pay(purchase, *artist.home);
  purchase.country = buyer.name;
  purchase.country_code = buyer.code;
  purchase.art_id = album.cover;
  purchase.art_url = options_.cover_prefix + album.cover + "/w200.jpg";
  purchase.url = options_.cover_prefix + album.cover + "/w1000.jpg";
  return purchase;
}

}  // namespace vitrine::feed
