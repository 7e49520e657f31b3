#include "feed/sale_feed.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "feed/purchase_json.h"
#include "feed/utc_date.h"
#include "json/cursor.h"
#include "sales/plain_text.h"

namespace vitrine::feed {

namespace {

using json::Kind;

// A feed that is asked for is patient for minutes, not for days.
constexpr std::chrono::seconds kDelayMax{3600};

class FeedReader {
 public:
  FeedReader(std::string_view json, WallTime now) : cursor_(json), now_(now) {}

  Result<Feed> read() {
    do TRY_VOID(one_feed());
    while (!cursor_.at_end());
    std::ranges::sort(feed_.sales, {}, &Sale::at);
    return std::move(feed_);
  }

 private:
  Result<void> one_feed() {
    bool has_events = false;
    TRY_VOID(cursor_.object([&](const std::string& name) -> Result<void> {
      TRY(const auto kind, cursor_.next());
      if (name == "events" && kind == Kind::array) {
        has_events = true;
        return cursor_.array([this] { return event(); });
      }
      TRY(const auto value, cursor_.any());
      if (kind != Kind::number) return {};
      if (name == "end_date") {
        if (const auto end = read_seconds(value)) feed_.end = *end;
      } else if (name == "data_delay_sec") {
        if (const auto delay = read_seconds(value)) {
          const auto seconds = std::chrono::floor<std::chrono::seconds>(delay->time_since_epoch());
          feed_.delay = std::clamp(seconds, std::chrono::seconds(0), kDelayMax);
        }
      }
      return {};
    }));
    if (has_events) return {};
    return fail(FailureKind::bad_request, "It is no feed of sales: it has no array \"events\"");
  }

  // Malformed JSON ends the feed; what is well formed and wrong is passed over.
  Result<void> event() {
    ++events_;
    TRY(const auto text, cursor_.any());
    if (!text.starts_with('{')) {
      skip("it is no object");
      return {};
    }
    json::Cursor members(text);
    std::string type;
    std::vector<std::string_view> items;
    bool has_items = false;
    TRY_VOID(members.object([&](const std::string& name) -> Result<void> {
      TRY(const auto kind, members.next());
      if (name == "event_type" && kind == Kind::text) {
        TRY(type, members.text());
        return {};
      }
      if (name == "items" && kind == Kind::array) {
        has_items = true;
        return members.array([&]() -> Result<void> {
          TRY(const auto item, members.any());
          items.push_back(item);
          return {};
        });
      }
      TRY_VOID(members.any());
      return {};
    }));
    if (type != "sale" || !has_items) {
      skip(type != "sale" ? "its event_type is " + sales::shown(type) : "it has no items");
      return {};
    }
    sell(items);
    return {};
  }

  void sell(const std::vector<std::string_view>& items) {
    Sale sale;
    std::map<std::string, int> same;
    for (const auto item : items) {
      auto purchase = read_purchase(item, Unknown::passed_over);
      if (purchase) complete(*purchase, same);
      const auto sound = purchase ? sales::check(*purchase, now_)
                                  : Result<void>(std::unexpected(purchase.error()));
      if (!sound) {
        skip(sound.error().public_message);
        continue;
      }
      sale.items.push_back(*std::move(purchase));
    }
    if (sale.items.empty()) return;
    sale.at = std::ranges::min(sale.items, {}, &sales::Purchase::at).at;
    feed_.sales.push_back(std::move(sale));
  }

  // Feeds have no ids. Two items of one cart that say the same are two purchases.
  static void complete(sales::Purchase& purchase, std::map<std::string, int>& same) {
    constexpr std::size_t kDigits = 32;
    if (!purchase.id.empty()) return;
    std::string content;
    append_purchase(content, purchase);
    const auto digest = crypto::hex(crypto::sha256(content)).substr(0, kDigits);
    purchase.id = fmt::format("feed:{}:{}", digest, ++same[digest]);
  }

  void skip(std::string_view why) {
    if (feed_.skipped++ < kMistakesNamed) {
      feed_.mistakes.push_back(fmt::format("event {}: {}", events_, why));
    }
  }

  json::Cursor cursor_;
  const WallTime now_;
  Feed feed_;
  std::size_t events_ = 0;
};

}  // namespace

Result<Feed> read_feed(std::string_view json, WallTime now) {
  return FeedReader(json, now).read();
}

}  // namespace vitrine::feed
