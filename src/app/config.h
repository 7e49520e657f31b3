// The effective configuration: what the rooms' own Config structs say, nested. settings.h fills it
// from defaults, file, environment and flags.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "delivery/delivery.h"
#include "endpoints/pictures_config.h"
#include "http/server.h"
#include "observe/events.h"
#include "observe/log.h"
#include "origin/origins.h"

namespace vitrine::app {

struct Config {
  // Shown on the status page and in metrics; the host's name unless configured.
  std::string instance;
  // name "http"; bind, port, limits and TLS of the public port.
  http::ServerConfig public_server;
  // name "status"; same bind and limits, never TLS.
  http::ServerConfig status_server;

  endpoints::PicturesConfig pictures;
  // Show the photographs of folder namespaces at `/`.
  bool gallery = false;
  delivery::Config delivery;
  origin::Config origin;
  // The folder behind "file:" of the setting `blobs`.
  std::string blobs_folder = "data/blobs";
  bool blobs_fsync = false;

  observe::LogConfig log;
  observe::EventsConfig events;

  // 0: one a core.
  std::size_t shard_threads = 0;
  std::size_t render_threads = 0;
  std::size_t file_threads = 4;
  std::chrono::seconds drain_time_max{30};
};

}  // namespace vitrine::app
