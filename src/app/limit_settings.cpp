// Every limit that can refuse.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"

namespace vitrine::app {

namespace {

void add_connection_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.connections",
                              Whole{1, 1'000'000},
                              FIELD(public_server.limits.connections_max),
                              "Open connections; the next one is 503."));
  rows.push_back(
      make_setting("limits.head_bytes",
                   Whole{1024, 1'048'576},
                   FIELD(public_server.limits.head_bytes_max),
                   "Bytes of request line and headers; more is 431, or 414 for the line."));
  rows.push_back(make_setting("limits.headers",
                              Whole{8, 1000},
                              FIELD(public_server.limits.headers_max),
                              "Headers of a request; more is 431."));
  const Seconds time{1, 3600};
  rows.push_back(make_setting("limits.head_seconds",
                              time,
                              FIELD(public_server.limits.head_time_max),
                              "From the first byte of a request's head to its last."));
  rows.push_back(make_setting("limits.idle_seconds",
                              time,
                              FIELD(public_server.limits.idle_time_max),
                              "An idle connection is closed after this long."));
  rows.push_back(make_setting("limits.write_seconds",
                              time,
                              FIELD(public_server.limits.write_time_max),
                              "A reader that takes nothing for this long is cut off."));
  rows.push_back(make_setting("limits.body_rate",
                              Whole{0, 1'000'000'000},
                              FIELD(public_server.limits.body_rate_min),
                              "Bytes a second that a request's body must reach after 10 seconds."));
}

void add_original_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.original_bytes",
                              Whole{1024, 2'147'483'648},
                              FIELD(origin.body_bytes_max),
                              "A larger original is 422."));
  rows.push_back(make_setting("limits.fetch_seconds",
                              DecimalSeconds{0.1, 3600},
                              FIELD(origin.fetch_time_max),
                              "A whole fetch, redirects included; slower is 504."));
  rows.push_back(make_setting("limits.connect_seconds",
                              DecimalSeconds{0.05, 300},
                              FIELD(origin.connect_time_max),
                              "Connecting to an origin; slower is 504."));
  rows.push_back(make_setting("limits.fetch_rate",
                              Whole{0, 1'000'000'000},
                              FIELD(origin.rate_bytes_min),
                              "Bytes a second; an origin that stays below it is given up."));
  rows.push_back(make_setting("limits.slow_seconds",
                              DecimalSeconds{0.1, 3600},
                              FIELD(origin.slow_time_max),
                              "How long it may stay below `limits.fetch_rate`."));
  rows.push_back(make_setting("limits.redirects",
                              Whole{0, 20},
                              FIELD(origin.redirects_max),
                              "Redirects of an origin that are followed; more is 502."));
  rows.push_back(make_setting("limits.fetches",
                              Whole{1, 10'000},
                              FIELD(origin.fetches_max),
                              "Originals that are fetched at the same time."));
  rows.push_back(make_setting("limits.fetches_per_host",
                              Whole{1, 10'000},
                              FIELD(origin.fetches_per_host_max),
                              "Of those, from one host, so that one that hangs leaves places."));
  rows.push_back(make_setting("limits.fetch_queue",
                              Whole{0, 100'000},
                              FIELD(origin.fetch_queue_max),
                              "Fetches that may wait; the next one is 503."));
  rows.push_back(
      make_setting("limits.fetch_bytes",
                   Whole{1024, 1'099'511'627'776},
                   FIELD(origin.bytes_in_flight_max),
                   "Bytes of originals under way, all together; over it a fetch is 503."));
}

void add_render_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.render_queue",
                              Whole{0, 100'000},
                              FIELD(delivery.render_queue_max),
                              "Pictures that may wait for a thread; the next one is 503."));
  rows.push_back(make_setting("limits.render_seconds",
                              DecimalSeconds{0.1, 3600},
                              FIELD(delivery.images.render_time_max),
                              "Making one picture; slower is 504."));
  rows.push_back(make_setting("limits.pixels",
                              Whole{1, 1'000'000'000},
                              FIELD(delivery.images.pixels_max),
                              "Pixels of an original, of one frame; more is 422."));
  rows.push_back(make_setting("limits.frames",
                              Whole{1, 100'000},
                              FIELD(delivery.images.frames_max),
                              "Frames of an animation; more is 422."));
  rows.push_back(make_setting("limits.animation_pixels",
                              Whole{1, 4'000'000'000},
                              FIELD(delivery.images.animation_pixels_max),
                              "Pixels of all frames together; more is 422."));
  rows.push_back(make_setting("limits.result_pixels",
                              Whole{1, 1'000'000'000},
                              FIELD(delivery.images.result_pixels_max),
                              "Pixels of a result, of one frame; more is 422."));
  rows.push_back(make_setting("limits.jpeg_scans",
                              Whole{1, 1000},
                              FIELD(delivery.images.jpeg_scans_max),
                              "Scans of a progressive JPEG; more is 422."));
  rows.push_back(make_setting("limits.popular_pending",
                              Whole{0, 1'000'000},
                              FIELD(delivery.popular_pending_max),
                              "Popular sizes that may wait to be made; more wait for a request."));
  rows.push_back(make_setting("limits.known_originals",
                              Whole{1, 10'000'000},
                              FIELD(delivery.originals_known_max),
                              "Originals that are known without looking at the disk, half a KiB "
                              "each; the oldest goes first."));
  rows.push_back(make_setting("limits.remembered_failures",
                              Whole{1, 10'000'000},
                              FIELD(delivery.negative.entries_max),
                              "Failures that are remembered; the oldest goes first."));
}

void add_counting_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.names",
                              Whole{1, 100'000'000},
                              FIELD(tallies.names_max),
                              "Pages, campaigns and items; events of new ones are 403 then."));
  rows.push_back(make_setting("limits.hot_names",
                              Whole{64, 100'000'000},
                              FIELD(tallies.hot_max),
                              "Names whose windows are spread out in memory, 2.3 KB each; others "
                              "are packed."));
  rows.push_back(make_setting("limits.tally_queue",
                              Whole{1, 1'000'000},
                              FIELD(tallies.waiting_max),
                              "Events of one event loop that wait for a commit; the next one is "
                              "503."));
  rows.push_back(make_setting("limits.label_queue",
                              Whole{0, 100'000},
                              FIELD(label_queue_max),
                              "Counters and badges that wait to be drawn; the next one is 503."));
}

}  // namespace

void add_limit_settings(std::vector<Setting>& rows) {
  add_connection_limits(rows);
  add_original_limits(rows);
  add_render_limits(rows);
  add_counting_limits(rows);
}

}  // namespace vitrine::app
