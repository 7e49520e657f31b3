// States of the tallies as a store may give them back that others write: of series and visitors,
// and the settings of campaigns and items. Whatever they hold can be asked and saved, stays small,
// and says the same once it is read again.
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include "tallies/series.h"
#include "tallies/settings.h"
#include "tallies/visitors.h"

using namespace vitrine::tallies;

namespace {

// 2023, before and after, and as far as a clock can say.
constexpr Second kTimes[] = {1'700'000'000, 0, -1, 1'700'000'059, -9'223'372'036, 9'223'372'036};

void require(bool holds) {
  if (!holds) std::abort();
}

void require_same(const Series& one, const Series& other, Second now) {
  require(one.total() == other.total() && one.latest() == other.latest());
  const auto recent = one.recent(now);
  const auto same = other.recent(now);
  require(recent.last_minute == same.last_minute && recent.last_hour == same.last_hour);
  require(recent.today == same.today);
  require(one.minute_bits(now) == other.minute_bits(now));
}

void read_series(std::string_view bytes) {
  Series series;
  if (!Series::restore(bytes, series)) {
    require(series.total() == 0 && series.saved() == Series().saved());
    return;
  }
  Series again;
  require(Series::restore(series.saved(), again));
  for (const auto span : {Span::seconds, Span::minutes, Span::half_hours, Span::days}) {
    require(series.history(span, series.latest()) == again.history(span, series.latest()));
  }
  for (const auto now : kTimes) require_same(series, again, now);
  // One of them, so that inputs stay cheap.
  const auto now = kTimes[series.total() % std::size(kTimes)];
  again.add(now, std::numeric_limits<std::uint32_t>::max());
  require(again.latest() >= now);
  Series packed;
  require(Series::restore(again.saved(), packed));
  require_same(again, packed, now);
  // 568 slots of at most seven bytes each, and what stands around them.
  require(again.saved().size() < 568 * 7 + 64);
  again.pack();
  require_same(again, packed, now);
}

void read_visitors(std::string_view bytes) {
  Visitors visitors;
  if (!Visitors::restore(bytes, visitors)) {
    require(visitors.count(0) == 0);
    return;
  }
  const auto saved = visitors.saved();
  require(saved.size() < kPlaces * 3 + 16);
  Visitors again;
  require(Visitors::restore(saved, again) && again.saved() == saved);
  for (const std::int64_t day : {std::int64_t{0}, std::int64_t{19'675}}) {
    require(again.count(day) == visitors.count(day));
  }
  again.add(19'675, {.place = 1, .rank = 1});
  require(again.count(19'675) > 0);
}

void read_settings(std::string_view bytes) {
  const auto campaign = read_campaign_settings(bytes);
  require(campaign.popular_text.size() + campaign.hot_text.size() + campaign.popular_image.size() +
              campaign.hot_image.size() <=
          bytes.size());
  require(read_campaign_settings(saved(campaign)) == campaign);
  const auto item = read_item_settings(bytes);
  require(item.url.size() + item.title.size() + item.image.size() <= bytes.size());
  require(read_item_settings(saved(item)) == item);
  static_cast<void>(check_settings(campaign).has_value());
  static_cast<void>(check_settings(item).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_series(bytes);
  read_visitors(bytes);
  read_settings(bytes);
  return 0;
}
