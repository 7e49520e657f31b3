#include "app/dashboard_rooms.h"

namespace vitrine::app {

namespace {

endpoints::PictureBoardFacts facts_of(const Config& config, const endpoints::Gallery& gallery) {
  return {.extensions = config.pictures.extensions,
          .width_max = config.pictures.width_max,
          .height_max = config.pictures.height_max,
          .quality = config.pictures.quality,
          .memory_bytes_max = config.delivery.memory.bytes_max,
          .disk_bytes_max = config.delivery.disk.bytes_max,
          .originals = gallery.paths()};
}

}  // namespace

DashboardRooms::DashboardRooms(const Config& config,
                               PictureRooms& rooms,
                               const endpoints::Gallery& gallery,
                               CountingRooms& counting,
                               UploadRooms& uploads,
                               LiveRooms& live)
    : files(endpoints::built_dashboard()),
      overview({.version = VITRINE_VERSION, .instance = config.instance},
               counting.tallies,
               uploads.work.jobs,
               rooms.metrics,
               rooms.clock),
      pictures(facts_of(config, gallery), rooms.pictures, rooms.delivery, overview.pictures()) {
  overview.add_topics(live.live);
}

void DashboardRooms::add_public_routes(http::Router& router, const endpoints::Access& access) {
  files.add_routes(router);
  overview.add_public_routes(router, access);
  pictures.add_public_routes(router, access);
}

}  // namespace vitrine::app
