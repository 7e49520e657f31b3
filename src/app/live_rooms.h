// The rooms that push, and what they are told by the rooms that count.
#pragma once

#include <vector>

#include "app/config.h"
#include "app/counting_rooms.h"
#include "app/picture_rooms.h"
#include "app/sales_rooms.h"
#include "endpoints/live.h"
#include "http/router.h"
#include "live/hub.h"
#include "runtime/task.h"

namespace vitrine::app {

// Lives on: any thread (built and destroyed by main).
struct LiveRooms {
  // `loops`: those of the public server. `counting` and `sales` are not started yet. They and
  // `rooms` outlive this; the store must be stopped before these rooms are destroyed.
  LiveRooms(const Config& config,
            CountingRooms& counting,
            SalesRooms& sales,
            const std::vector<Executor>& loops,
            PictureRooms& rooms);
  LiveRooms(const LiveRooms&) = delete;
  LiveRooms& operator=(const LiveRooms&) = delete;

  live::Hub hub;
  endpoints::Live live;
};

}  // namespace vitrine::app
