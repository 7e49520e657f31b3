#include "app/upload_rooms.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "crypto/token.h"
#include "endpoints/job_json.h"

namespace vitrine::app {

namespace {

jobs::WorkersConfig workers_config(const Config& config) {
  jobs::WorkersConfig workers;
  workers.process = ::getpid();
  workers.queues = {config.jobs.queue};
  workers.concurrency = threads_or_cores(config.jobs.concurrency);
  // A thumbnail takes milliseconds; what takes longer is done by the process that waits for the
  // store.
  workers.grace = std::chrono::seconds(1);
  return workers;
}

Task<Result<std::string>> summary(jobs::Jobs& jobs) {
  CO_TRY(const auto status, co_await jobs.overview());
  co_return endpoints::queues_summary_json(status);
}

}  // namespace

std::vector<std::string> upload_spaces(const Config& config) {
  std::vector<std::string> spaces;
  for (const auto& space : config.pictures.namespaces) {
    if (space.origin == endpoints::kUploadsOrigin) spaces.push_back(space.name);
  }
  return spaces;
}

UploadRooms::UploadRooms(const Config& config,
                         jobs::JobStore& store,
                         PictureRooms& rooms,
                         LiveRooms& live)
    : jobs(config.jobs.room, store, rooms.clock, crypto::random_bytes, rooms.metrics),
      thumbnail_job(
          config.thumbnail, config.delivery.images, rooms.blobs, rooms.files, rooms.render),
      sizes_job(config.pictures, rooms.pictures.namespaces(), rooms.delivery),
      workers(workers_config(config),
              store,
              jobs,
              rooms.clock,
              crypto::random_bytes,
              rooms.metrics,
              rooms.log),
      intake({.images = config.delivery.images,
              .format = config.thumbnail.format,
              .queue = config.jobs.queue},
             rooms.blobs,
             jobs,
             rooms.delivery,
             rooms.files,
             crypto::random_bytes),
      uploads(
          {.rules = {.file_bytes_max = config.uploads.bytes_max, .spaces = upload_spaces(config)},
           .at_once_max = config.uploads.at_once_max},
          intake,
          rooms.blobs,
          jobs,
          rooms.metrics),
      job_routes(jobs),
      enabled_(config.uploads.enabled) {
  workers.add_kind(endpoints::kThumbnailKind,
                   [this](jobs::JobRun& run) { return thumbnail_job.run(run); });
  workers.add_kind(kSizesKind, [this](jobs::JobRun& run) { return sizes_job.run(run); });
  live.live.add_jobs([this] { return summary(jobs); });
  jobs.on_change([&hub = live.hub](const jobs::Change&) {
    if (hub.has_readers()) hub.changed("jobs");
  });
}

void UploadRooms::add_public_routes(http::Router& router, const endpoints::Access& access) {
  job_routes.add_public_routes(router, access);
  if (enabled_) uploads.add_routes(router);
}

void UploadRooms::add_operator_routes(http::Router& router) {
  job_routes.add_operator_routes(router);
}

void UploadRooms::start() {
  workers.start();
}

void UploadRooms::stop() {
  jobs.end_waits();
  workers.stop();
}

}  // namespace vitrine::app
