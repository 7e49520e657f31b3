// What the dashboard asks beside the rooms that it shows, built in order from a configuration.
#pragma once

#include "app/config.h"
#include "app/counting_rooms.h"
#include "app/live_rooms.h"
#include "app/picture_rooms.h"
#include "app/upload_rooms.h"
#include "endpoints/access.h"
#include "endpoints/dashboard.h"
#include "endpoints/gallery.h"
#include "endpoints/overview.h"
#include "endpoints/picture_board.h"
#include "http/router.h"

namespace vitrine::app {

// Lives on: any thread (built and destroyed by main).
struct DashboardRooms {
  // The rooms outlive it, and stop before it is destroyed.
  DashboardRooms(const Config& config,
                 PictureRooms& rooms,
                 const endpoints::Gallery& gallery,
                 CountingRooms& counting,
                 UploadRooms& uploads,
                 LiveRooms& live);
  DashboardRooms(const DashboardRooms&) = delete;
  DashboardRooms& operator=(const DashboardRooms&) = delete;

  void add_public_routes(http::Router& router, const endpoints::Access& access);

  endpoints::Dashboard files;
  endpoints::Overview overview;
  endpoints::PictureBoard pictures;
};

}  // namespace vitrine::app
