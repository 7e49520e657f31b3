#include "app/work_rooms.h"

#include <unistd.h>

#include <utility>

#include "crypto/token.h"
#include "endpoints/upload_intake.h"

namespace vitrine::app {

namespace {

jobs::WorkersConfig workers_config(WorkPlace place) {
  jobs::WorkersConfig workers;
  workers.process = ::getpid();
  workers.queues = std::move(place.queues);
  workers.concurrency = threads_or_cores(place.concurrency);
  workers.grace = place.grace;
  return workers;
}

}  // namespace

WorkRooms::WorkRooms(const Config& config,
                     WorkPlace place,
                     jobs::JobStore& store,
                     PictureRooms& rooms)
    : jobs(config.jobs.room, store, rooms.clock, crypto::random_bytes, rooms.metrics),
      thumbnail_job(
          config.thumbnail, config.delivery.images, rooms.blobs, rooms.files, rooms.render),
      sizes_job(config.pictures, rooms.pictures.namespaces(), rooms.delivery),
      workers(workers_config(std::move(place)),
              store,
              jobs,
              rooms.clock,
              crypto::random_bytes,
              rooms.metrics,
              rooms.log) {
  workers.add_kind(endpoints::kThumbnailKind,
                   [this](jobs::JobRun& run) { return thumbnail_job.run(run); });
  workers.add_kind(endpoints::kSizesKind, [this](jobs::JobRun& run) { return sizes_job.run(run); });
}

}  // namespace vitrine::app
