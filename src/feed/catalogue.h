// Artists and albums that do not exist: what the generator sells. A value; the same seed gives the
// same one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "feed/dice.h"
#include "sales/money.h"

namespace vitrine::feed {

struct Country {
  std::string_view name;
  // Two letters, lower case.
  std::string_view code;
  // How many of a thousand buyers, and of a thousand artists, live there.
  unsigned weight;
  std::string_view currency;
  // Millionths of a US dollar for one unit of the currency, in the year this was written.
  std::int64_t usd_millionths;
};

struct Album {
  std::string title;
  std::vector<std::string> tracks;
  // Of the drawn cover; also the words that stand on it.
  std::string cover;
  // In minor units of the artist's currency.
  sales::Amount price = 0;
};

struct Artist {
  std::string name;
  const Country* home = nullptr;
  std::vector<Album> albums;
};

class Catalogue {
 public:
  explicit Catalogue(std::uint64_t seed);

  // A few artists sell most: the one at rank n is half as likely as the one at n / 2.
  const Artist& artist(Dice& dice) const;
  static const Country& country(Dice& dice);

  const std::vector<Artist>& artists() const { return artists_; }

 private:
  std::vector<Artist> artists_;
  // Sums of the weights up to and with each artist.
  std::vector<double> sums_;
};

// So much of the currency of `country` for so many cents of US dollars, as shops round it; and
// back.
sales::Amount price_in(const Country& country, sales::Amount cents);
sales::Amount cents_of(const Country& country, sales::Amount amount);

}  // namespace vitrine::feed
