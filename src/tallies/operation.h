// What a record of the log says: one or more operations, each a byte for its kind and its fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "tallies/bytes.h"
#include "tallies/series.h"
#include "tallies/visitors.h"

namespace vitrine::tallies {

// Who asked: somebody, a robot that says so, or a browser that fetches ahead.
enum class Visit : std::uint8_t { person, bot, prefetch };

// Texts are views into what was given or read.
struct CountViews {
  std::string_view page;
  Visit visit = Visit::person;
  std::uint32_t times = 1;
  std::optional<Trace> visitor = {};
};

struct CountClicks {
  std::string_view campaign;
  std::string_view item;
  std::uint32_t times = 1;
  // Also for an item that nobody has put.
  bool open = false;
};

// `settings` are bytes of settings.h.
struct PutCampaign {
  std::string_view campaign;
  std::string_view settings;
};

struct DropCampaign {
  std::string_view campaign;
};

struct PutItem {
  std::string_view campaign;
  std::string_view item;
  std::string_view settings;
};

struct DropItem {
  std::string_view campaign;
  std::string_view item;
};

// The key of a day's visitors. The first one of a day counts.
struct PutSalt {
  std::int64_t day = 0;
  std::string_view salt;
};

using Operation =
    std::variant<CountViews, CountClicks, PutCampaign, DropCampaign, PutItem, DropItem, PutSalt>;

void put_operation(std::string& record, const Operation& operation);
// Absent at the end and after damage (from.broken()).
std::optional<Operation> next_operation(ByteReader& from);

}  // namespace vitrine::tallies
