// What is pushed, to whom, and how much of it.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"

namespace vitrine::app {

namespace {

bool is_origin(std::string_view text) {
  return text == "*" ||
         (is_web_address(text) && text.find('/', text.find("://") + 3) == std::string_view::npos);
}

void add_live_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.live_readers",
                              Whole{1, 1'000'000},
                              FIELD(live.readers_max),
                              "Readers of live topics; the next one is 503."));
  rows.push_back(make_setting("limits.live_readers_per_address",
                              Whole{1, 1'000'000},
                              FIELD(live.readers_per_address_max),
                              "Of those, from one address; the next one is 503."));
  rows.push_back(make_setting("limits.live_topics",
                              Whole{1, 1000},
                              FIELD(live.topics_per_reader_max),
                              "Topics of one reader; more is 400."));
  rows.push_back(make_setting("limits.live_outbox_bytes",
                              Whole{1024, 16'777'216},
                              FIELD(live.outbox_bytes_max),
                              "Bytes that wait for one reader; with more it catches up later."));
  rows.push_back(make_setting("limits.message_bytes",
                              Whole{125, 16'777'216},
                              FIELD(public_server.limits.message_bytes_max),
                              "A WebSocket client's message; a larger one closes it with 1009."));
  const Seconds time{1, 3600};
  rows.push_back(make_setting("limits.ping_seconds",
                              time,
                              FIELD(public_server.limits.ping_after),
                              "A reader that says nothing for this long is sent a ping, or a "
                              "comment in a stream of events."));
  rows.push_back(make_setting("limits.pong_seconds",
                              time,
                              FIELD(public_server.limits.pong_time_max),
                              "A WebSocket that does not answer a ping for this long is cut off."));
}

}  // namespace

void add_live_settings(std::vector<Setting>& rows) {
  rows.push_back(
      make_setting("live.origins",
                   TextList{"a list of origins (https://shop.example), or * for all", is_origin},
                   FIELD(live_origins),
                   "Origins besides our own whose pages may read what is pushed."));
  add_live_limits(rows);
}

}  // namespace vitrine::app
