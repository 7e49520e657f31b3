// The rooms that make pictures, built in order from a configuration. `vitrine serve` puts servers
// in front of them, `vitrine batch` a list of ids.
#pragma once

#include "app/config.h"
#include "app/cover_fetcher.h"
#include "blobs/folder_store.h"
#include "delivery/delivery.h"
#include "endpoints/pictures.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "origin/origins.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/task_group.h"

namespace vitrine::app {

// 0 means as many as the machine has cores.
std::size_t threads_or_cores(std::size_t configured);

// Lives on: any thread (built and destroyed by main).
struct PictureRooms {
  // Throws std::runtime_error that says what is wrong: a folder that cannot be written, a namespace
  // without {id}.
  explicit PictureRooms(const Config& config);

  SystemClock clock;
  observe::Metrics metrics;
  observe::Log log;
  Pool files;
  Pool render;
  TaskGroup tasks;
  blobs::FolderStore blobs;
  origin::Origins origins;
  CoverFetcher fetcher;
  delivery::Delivery delivery;
  endpoints::Pictures pictures;
};

}  // namespace vitrine::app
