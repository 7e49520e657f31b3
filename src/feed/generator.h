// Sales that nobody made, for a demo and for measuring: believable artists, prices, countries and
// hours of the day. The same options give the same purchases.
#pragma once

#include <cstdint>
#include <string>

#include "feed/catalogue.h"
#include "feed/dice.h"
#include "sales/purchase.h"

namespace vitrine::feed {

struct GeneratorOptions {
  std::uint64_t seed = 1;
  // Purchases a second, on average over a day; above 0.
  double rate = 1;
  // When the shop opens.
  sales::Moment start{};
  // Before the name of a cover: "/demo/cover/{name}/w200.jpg".
  std::string cover_prefix = "/demo/cover/";
};

// Lives on: one thread.
class Generator {
 public:
  explicit Generator(GeneratorOptions options);

  // The next one, a while after the last one. Without an end.
  sales::Purchase next();

 private:
  void choose_item(sales::Purchase& purchase, const Artist& artist, const Album& album);
  void pay(sales::Purchase& purchase, const Country& home);
  void pass_time();

  const GeneratorOptions options_;
  const Catalogue catalogue_;
  Dice dice_;
  std::uint64_t sold_ = 0;
  // Since the start; finer than a Moment, because there may be thousands a second.
  double passed_milliseconds_ = 0;
};

}  // namespace vitrine::feed
