#include "tallies/operation.h"

namespace vitrine::tallies {

namespace {

// Kinds on disk: never renumbered.
enum class Kind : std::uint8_t {
  views = 1,
  views_of_visitor = 2,
  clicks = 3,
  open_clicks = 4,
  put_campaign = 5,
  drop_campaign = 6,
  put_item = 7,
  drop_item = 8,
  put_salt = 9,
};

class Putter {
 public:
  explicit Putter(std::string& to) : to_(to) {}

  void operator()(const CountViews& views) {
    kind(views.visitor ? Kind::views_of_visitor : Kind::views);
    put_text(to_, views.page);
    put_number(to_, static_cast<std::uint64_t>(views.visit));
    put_number(to_, views.times);
    if (!views.visitor) return;
    put_number(to_, views.visitor->place);
    put_number(to_, views.visitor->rank);
  }

  void operator()(const CountClicks& clicks) {
    kind(clicks.open ? Kind::open_clicks : Kind::clicks);
    put_text(to_, clicks.campaign);
    put_text(to_, clicks.item);
    put_number(to_, clicks.times);
  }

  void operator()(const PutCampaign& put) {
    kind(Kind::put_campaign);
    put_text(to_, put.campaign);
    put_text(to_, put.settings);
  }

  void operator()(const DropCampaign& drop) {
    kind(Kind::drop_campaign);
    put_text(to_, drop.campaign);
  }

  void operator()(const PutItem& put) {
    kind(Kind::put_item);
    put_text(to_, put.campaign);
    put_text(to_, put.item);
    put_text(to_, put.settings);
  }

  void operator()(const DropItem& drop) {
    kind(Kind::drop_item);
    put_text(to_, drop.campaign);
    put_text(to_, drop.item);
  }

  void operator()(const PutSalt& put) {
    kind(Kind::put_salt);
    put_number(to_, static_cast<std::uint64_t>(put.day));
    put_text(to_, put.salt);
  }

 private:
  void kind(Kind kind) { put_number(to_, static_cast<std::uint64_t>(kind)); }

  std::string& to_;
};

CountViews read_views(ByteReader& from, bool with_visitor) {
  CountViews views;
  views.page = from.text();
  views.visit = static_cast<Visit>(from.number() % 3);
  views.times = static_cast<std::uint32_t>(from.number());
  if (!with_visitor) return views;
  const auto place = static_cast<std::uint16_t>(from.number());
  views.visitor = Trace{place, static_cast<std::uint8_t>(from.number())};
  return views;
}

CountClicks read_clicks(ByteReader& from, bool open) {
  CountClicks clicks;
  clicks.campaign = from.text();
  clicks.item = from.text();
  clicks.times = static_cast<std::uint32_t>(from.number());
  clicks.open = open;
  return clicks;
}

Operation read_fields(ByteReader& from, Kind kind) {
  switch (kind) {
    case Kind::views:
      return read_views(from, false);
    case Kind::views_of_visitor:
      return read_views(from, true);
    case Kind::clicks:
      return read_clicks(from, false);
    case Kind::open_clicks:
      return read_clicks(from, true);
    case Kind::put_campaign: {
      const auto campaign = from.text();
      return PutCampaign{campaign, from.text()};
    }
    case Kind::drop_campaign:
      return DropCampaign{from.text()};
    case Kind::put_item: {
      const auto campaign = from.text();
      const auto item = from.text();
      return PutItem{campaign, item, from.text()};
    }
    case Kind::drop_item: {
      const auto campaign = from.text();
      return DropItem{campaign, from.text()};
    }
    case Kind::put_salt: {
      const auto day = static_cast<std::int64_t>(from.number());
      return PutSalt{day, from.text()};
    }
  }
  from.give_up();
  return DropCampaign{};
}

}  // namespace

void put_operation(std::string& record, const Operation& operation) {
  std::visit(Putter(record), operation);
}

std::optional<Operation> next_operation(ByteReader& from) {
  if (from.empty()) return std::nullopt;
  const auto kind = from.number();
  if (kind == 0 || kind > static_cast<std::uint64_t>(Kind::put_salt)) {
    from.give_up();
    return std::nullopt;
  }
  auto operation = read_fields(from, static_cast<Kind>(kind));
  if (from.broken()) return std::nullopt;
  return operation;
}

}  // namespace vitrine::tallies
