// The effective configuration: what the rooms' own Config structs say, nested. load_config.h fills
// it from defaults, file, environment and flags; the rows of settings.h connect its fields with the
// names that operators know. A value; immutable once loaded.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "delivery/delivery.h"
#include "endpoints/badges.h"
#include "endpoints/pictures_config.h"
#include "endpoints/views.h"
#include "http/server.h"
#include "images/recipe.h"
#include "jobs/job_store.h"
#include "jobs/jobs.h"
#include "live/hub.h"
#include "observe/events.h"
#include "observe/log.h"
#include "origin/origins.h"
#include "tallies/tallies.h"

namespace vitrine::app {

// What an acknowledged event survives.
enum class Durability : std::uint8_t { process, power };

struct SalesSettings {
  // A name of the IANA database that sales::Calendar knows.
  std::string time_zone = "UTC";
  // The file of the book when the store is Redis; the embedded store has it with all else.
  std::string book = "data/sales.db";
  std::chrono::milliseconds search_time_max{25};
  std::size_t reads_max = 256;
  // Of one call that reports purchases.
  std::uint64_t report_bytes_max = 1024 * 1024;
  // Asking needs no session and no key.
  bool seen_by_all = false;
  // Made-up purchases a minute.
  std::uint64_t demo_rate = 0;
};

struct UploadSettings {
  // Is there a page, and are uploads taken?
  bool enabled = true;
  std::uint64_t bytes_max = 20ULL << 20;
  std::size_t at_once_max = 128;
};

struct ThumbnailSettings {
  std::uint32_t width = 100;
  std::uint32_t height = 100;
  images::Gravity gravity = images::Gravity::centre;
  // Absent: that of the file.
  std::optional<images::Format> format;
  // Whose files jobs may name by their paths; empty: none may.
  std::string folder;
};

struct JobSettings {
  // "redis://…"; empty: beside everything else (jobs_in_redis() in store_rooms.h).
  std::string address;
  // Where `serve` puts its jobs.
  std::string queue = "requestQueue";
  // Jobs that `serve` does at once; 0: one a core.
  std::size_t concurrency = 0;
  // Does `serve` do jobs itself?
  bool workers = true;
  jobs::StoreLimits store;
  jobs::Config room;
};

struct Config {
  // Bearer token that may do what operators may; nobody has an empty one.
  std::string operator_key;
  // Shown on the status page and in metrics; the host's name unless configured.
  std::string instance;
  // Bind, port, limits and TLS of the public port.
  http::ServerConfig public_server{.name = "http", .port = 7000, .limits = {}, .tls = {}};
  // The limits of the public port, never TLS. An empty `bind` becomes that of the public port.
  http::ServerConfig status_server{
      .name = "status", .bind = "", .port = 7001, .limits = {}, .tls = {}};

  // Of namespaces without an origin of their own: {source_domain}/{namespace}/{id}/original.jpg.
  std::string source_domain;
  endpoints::PicturesConfig pictures;
  // max-age of namespaces that say none.
  std::chrono::seconds cache_for{86'400};
  // Show the photographs of folder namespaces at `/`.
  bool gallery = false;
  delivery::Config delivery;
  origin::Config origin;
  // The folder behind "file:" of the setting `blobs`.
  std::string blobs_folder = "data/blobs";
  bool blobs_fsync = false;

  // "sqlite:FILE" or "redis://…".
  std::string store = "sqlite:data/vitrine.db";
  Durability durability = Durability::process;
  tallies::Config tallies;
  endpoints::BadgesConfig badges;
  endpoints::ViewsConfig views;
  // Other origins whose pages may read what is pushed.
  std::vector<std::string> live_origins;
  live::Config live;
  // Drawings of badges and counters that may wait.
  std::size_t label_queue_max = 64;
  SalesSettings sales;
  // The demo's newsletter at /demo/email.
  bool newsletter = false;

  accounts::Config accounts;

  UploadSettings uploads;
  ThumbnailSettings thumbnail;
  JobSettings jobs;

  observe::LogConfig log;
  observe::EventsConfig events;

  // 0: one a core.
  std::size_t shard_threads = 0;
  std::size_t render_threads = 0;
  std::size_t file_threads = 4;
  std::chrono::seconds drain_time_max{30};
};

}  // namespace vitrine::app
