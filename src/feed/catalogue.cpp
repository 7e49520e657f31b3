#include "feed/catalogue.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "json/text.h"

namespace vitrine::feed {

namespace {

constexpr std::size_t kArtists = 120;

constexpr Country kCountries[] = {
    {"United States", "us", 380, "USD", 1'000'000},
    {"United Kingdom", "gb", 130, "GBP", 1'270'000},
    {"Germany", "de", 105, "EUR", 1'080'000},
    {"Japan", "jp", 70, "JPY", 6'700},
    {"Canada", "ca", 60, "CAD", 730'000},
    {"France", "fr", 55, "EUR", 1'080'000},
    {"Australia", "au", 50, "AUD", 660'000},
    {"Netherlands", "nl", 30, "EUR", 1'080'000},
    {"Italy", "it", 22, "EUR", 1'080'000},
    {"Spain", "es", 20, "EUR", 1'080'000},
    {"Sweden", "se", 18, "SEK", 95'000},
    {"Brazil", "br", 14, "BRL", 180'000},
    {"Poland", "pl", 12, "PLN", 250'000},
    {"Switzerland", "ch", 10, "CHF", 1'130'000},
    {"Iceland", "is", 6, "EUR", 1'080'000},
    {"South Korea", "kr", 6, "USD", 1'000'000},
    {"New Zealand", "nz", 6, "NZD", 610'000},
    {"Mexico", "mx", 6, "USD", 1'000'000},
};

constexpr std::string_view kAdjectives[] = {
    "Amber",  "Blue",   "Borrowed", "Broken",   "Distant",  "Electric",  "Endless", "Golden",
    "Hollow", "Little", "Lunar",    "Midnight", "Northern", "Paper",     "Quiet",   "Restless",
    "Silver", "Slow",   "Summer",   "Velvet",   "Violet",   "Wandering", "White",   "Wooden",
};
constexpr std::string_view kNouns[] = {
    "Antennas", "Birches", "Candles",  "Cassettes",  "Cities",  "Comets",  "Ferries",   "Gardens",
    "Harbours", "Horses",  "Lanterns", "Letters",    "Maps",    "Mirrors", "Mountains", "Owls",
    "Planets",  "Radios",  "Rivers",   "Satellites", "Shadows", "Tides",   "Trains",    "Windows",
};
constexpr std::string_view kFirstNames[] = {
    "Ada",   "Anouk", "Björn", "Chidi", "Dolores", "Elif",  "Femi", "Hana",  "Ines",  "Jonas",
    "Kaito", "Léa",   "Maja",  "Noor",  "Oskar",   "Pilar", "Rosa", "Sølve", "Tomás", "Yuki",
};
constexpr std::string_view kLastNames[] = {
    "Abara",   "Bergström", "Castellan", "Duarte",    "Eklund",    "Fontaine", "Grönholm",
    "Hayashi", "Ibarra",    "Jansen",    "Kowal",     "Lindqvist", "Moreau",   "Nakagawa",
    "Okafor",  "Petrov",    "Quint",     "Rasmussen", "Silva",     "Tanaka",
};
constexpr std::string_view kWhere[] = {
    "Above the Station",
    "Across the Ice",
    "After the Rain",
    "at the End of the Line",
    "Before Breakfast",
    "Behind the Cinema",
    "Beyond the River",
    "for Beginners",
    "from a Moving Car",
    "in Black and White",
    "in Stereo",
    "on the Radio",
    "Under Water",
    "without Words",
};

template <std::size_t N>
std::string_view one_of(Dice& dice, const std::string_view (&words)[N]) {
  return dice.one_of(std::span<const std::string_view>(words));
}

std::string artist_name(Dice& dice) {
  switch (dice.below(5)) {
    case 0:
      return fmt::format("The {} {}", one_of(dice, kAdjectives), one_of(dice, kNouns));
    case 1:
      return fmt::format("{} {}", one_of(dice, kAdjectives), one_of(dice, kNouns));
    case 2:
      return fmt::format("{} {} and the {}",
                         one_of(dice, kFirstNames),
                         one_of(dice, kLastNames),
                         one_of(dice, kNouns));
    default:
      return fmt::format("{} {}", one_of(dice, kFirstNames), one_of(dice, kLastNames));
  }
}

std::string title(Dice& dice) {
  switch (dice.below(4)) {
    case 0:
      return fmt::format("{} {}", one_of(dice, kNouns), one_of(dice, kWhere));
    case 1:
      return fmt::format("{} {}", one_of(dice, kAdjectives), one_of(dice, kNouns));
    case 2:
      return fmt::format("Songs {}", one_of(dice, kWhere));
    default:
      return std::string(one_of(dice, kNouns));
  }
}

// The letter without its accent, of those that our names have.
std::string_view without_accent(std::string_view letter) {
  constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
      {"á", "a"}, {"é", "e"}, {"ö", "o"}, {"ø", "o"}};
  for (const auto& [accented, plain] : kLetters) {
    if (letter == accented) return plain;
  }
  return letter;
}

// "Léa Moreau" makes "lea-moreau": a name for a URL.
std::string slug(std::string_view text) {
  std::string name;
  while (!text.empty()) {
    const auto bytes = std::max<std::size_t>(json::utf8_bytes(text), 1);
    const auto letter = without_accent(text.substr(0, bytes));
    text.remove_prefix(bytes);
    const bool is_upper = letter[0] >= 'A' && letter[0] <= 'Z';
    const bool is_plain = letter[0] >= 'a' && letter[0] <= 'z';
    if (is_upper || is_plain) {
      name.push_back(is_upper ? static_cast<char>(letter[0] - 'A' + 'a') : letter[0]);
    } else if (!name.empty() && name.back() != '-') {
      name.push_back('-');
    }
  }
  return name;
}

// Title and artist, as the drawn cover shows them; short enough for an art_id.
std::string cover_of(std::string_view album, std::string_view artist) {
  constexpr std::size_t kPartMax = 31;
  return slug(album).substr(0, kPartMax) + "--" + slug(artist).substr(0, kPartMax);
}

Album make_album(Dice& dice, const Artist& artist) {
  constexpr sales::Amount kCents[] = {500, 700, 800, 900, 1000, 1000, 1200};
  Album album;
  album.title = title(dice);
  const auto tracks = 6 + dice.below(6);
  for (std::size_t i = 0; i < tracks; ++i) album.tracks.push_back(title(dice));
  album.cover = cover_of(album.title, artist.name);
  album.price = price_in(*artist.home, dice.one_of(std::span<const sales::Amount>(kCents)));
  return album;
}

std::int64_t units(const Country& country) {
  const auto* const currency = sales::find_currency(country.currency);
  std::int64_t minor = 1;
  for (unsigned i = 0; currency != nullptr && i < currency->decimals; ++i) minor *= 10;
  return minor;
}

}  // namespace

Catalogue::Catalogue(std::uint64_t seed) {
  Dice dice(seed);
  std::set<std::string> names;
  double sum = 0;
  while (artists_.size() < kArtists) {
    Artist artist{.name = artist_name(dice), .home = &country(dice), .albums = {}};
    const auto albums = 1 + dice.below(4);
    for (std::size_t i = 0; i < albums; ++i) artist.albums.push_back(make_album(dice, artist));
    if (!names.insert(artist.name).second) continue;
    artists_.push_back(std::move(artist));
    sum += 1.0 / static_cast<double>(artists_.size());
    sums_.push_back(sum);
  }
}

const Artist& Catalogue::artist(Dice& dice) const {
  const auto at = std::ranges::lower_bound(sums_, dice.share() * sums_.back());
  return artists_.at(static_cast<std::size_t>(at - sums_.begin()));
}

const Country& Catalogue::country(Dice& dice) {
  auto thrown = dice.below(1000);
  for (const auto& country : kCountries) {
    if (thrown < country.weight) return country;
    thrown -= country.weight;
  }
  return kCountries[0];
}

sales::Amount price_in(const Country& country, sales::Amount cents) {
  // Whole units; of currencies with small ones, whole hundreds.
  const std::int64_t step = country.usd_millionths < 50'000 ? 100 : 1;
  const auto whole = cents * 10'000 / country.usd_millionths / step * step;
  return std::max(whole, step) * units(country);
}

sales::Amount cents_of(const Country& country, sales::Amount amount) {
  const auto divisor = units(country) * 10'000;
  return (amount * country.usd_millionths + divisor / 2) / divisor;
}

}  // namespace vitrine::feed
