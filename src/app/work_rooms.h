// The rooms that do jobs, for `vitrine serve` and `vitrine work`.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/picture_rooms.h"
#include "app/sizes_job.h"
#include "app/thumbnail_job.h"
#include "jobs/jobs.h"
#include "jobs/workers.h"

namespace vitrine::app {

struct WorkPlace {
  // An earlier one comes before a later one.
  std::vector<std::string> queues;
  // Jobs at once; 0: one a core.
  std::size_t concurrency = 0;
  // How long a stop lets jobs come to their end.
  std::chrono::milliseconds grace{1000};
};

// Lives on: any thread (built and destroyed by main).
struct WorkRooms {
  // The store and the rooms outlive it.
  WorkRooms(const Config& config, WorkPlace place, jobs::JobStore& store, PictureRooms& rooms);
  WorkRooms(const WorkRooms&) = delete;
  WorkRooms& operator=(const WorkRooms&) = delete;

  jobs::Jobs jobs;
  ThumbnailJob thumbnail_job;
  SizesJob sizes_job;
  jobs::Workers workers;
};

}  // namespace vitrine::app
