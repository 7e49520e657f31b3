#include "app/upload_rooms.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "crypto/token.h"
#include "endpoints/job_json.h"

namespace vitrine::app {

namespace {

Task<Result<std::string>> summary(jobs::Jobs& jobs) {
  CO_TRY(const auto status, co_await jobs.overview());
  co_return endpoints::queues_summary_json(status);
}

// What is made of each new upload that is kept as an original.
std::map<std::string, std::vector<std::string>, std::less<>> popular_sizes(const Config& config) {
  std::map<std::string, std::vector<std::string>, std::less<>> sizes;
  for (const auto& space : config.pictures.namespaces) sizes[space.name] = space.popular;
  return sizes;
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
    // A thumbnail takes milliseconds; what takes longer is done by the process that waits for the
    // store.
    : work(config,
           {.queues = {config.jobs.queue},
            .concurrency = config.jobs.concurrency,
            .grace = std::chrono::seconds(1)},
           store,
           rooms),
      intake({.images = config.delivery.images,
              .format = config.thumbnail.format,
              .queue = config.jobs.queue,
              .sizes = popular_sizes(config)},
             rooms.blobs,
             work.jobs,
             rooms.delivery,
             rooms.files,
             crypto::random_bytes),
      uploads(
          {.rules = {.file_bytes_max = config.uploads.bytes_max, .spaces = upload_spaces(config)},
           .at_once_max = config.uploads.at_once_max},
          intake,
          rooms.blobs,
          work.jobs,
          rooms.metrics),
      job_routes(work.jobs),
      enabled_(config.uploads.enabled),
      works_(config.jobs.workers) {
  live.live.add_state("jobs", std::chrono::milliseconds(0), [this] { return summary(work.jobs); });
  work.jobs.on_change([&hub = live.hub](const jobs::Change&) {
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
  if (works_) work.workers.start();
}

void UploadRooms::stop() {
  work.jobs.end_waits();
  work.workers.stop();
}

}  // namespace vitrine::app
