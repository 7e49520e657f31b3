// `vitrine serve`: every room in order, two servers in front, and how they start and stop.
#pragma once

#include <atomic>
#include <deque>
#include <vector>

#include "app/account_rooms.h"
#include "app/config.h"
#include "app/counting_rooms.h"
#include "app/dashboard_rooms.h"
#include "app/live_rooms.h"
#include "app/picture_rooms.h"
#include "app/request_records.h"
#include "app/sales_rooms.h"
#include "app/store_rooms.h"
#include "app/upload_rooms.h"
#include "endpoints/gallery.h"
#include "endpoints/status.h"
#include "http/server.h"
#include "observe/events.h"
#include "observe/health.h"
#include "runtime/event_loop.h"
#include "runtime/successor.h"

namespace vitrine::app {

// Lives on: main.
class Service {
 public:
  // Throws std::runtime_error that names what cannot be had: an address in use, a certificate.
  Service(const Config& config,
          const images::Library& library,
          std::vector<http::InheritedSocket> inherited);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Opens the store, which a process before this one may still have to give up, and accepts from
  // then on. Ready as soon as it returns, but for a store whose disk takes nothing: then pictures
  // are served, and the store is tried again until it opens. Throws std::runtime_error that says
  // what else is wrong with the store.
  void start();
  // The sockets for the next process. Still ours.
  std::vector<PassedSocket> sockets() const;
  // Not ready; finishes what is under way, at most `drain_seconds`. False when something was cut
  // off.
  bool drain();

  std::uint16_t port() const { return public_server_.port(); }

  std::uint16_t status_port() const { return status_server_.port(); }

  observe::Log& log() { return rooms_.log; }

 private:
  http::Handler front_page();
  http::Router public_router();
  http::Router operator_router();
  void add_events();
  bool open_store();
  Task<void> keep_opening_store();

  const Config& config_;
  // Before the rooms, so that they outlive them: threads of the rooms answer to them to the last.
  std::deque<EventLoop> shards_;
  EventLoop status_loop_;
  PictureRooms rooms_;
  observe::Health health_;
  std::atomic<bool> draining_{false};
  RequestRecords public_records_;
  RequestRecords status_records_;
  endpoints::Status status_;
  endpoints::Gallery gallery_;
  StoreRooms stores_;
  AccountRooms accounts_;
  CountingRooms counting_;
  SalesRooms sales_;
  LiveRooms live_;
  UploadRooms uploads_;
  DashboardRooms dashboard_;
  http::Server public_server_;
  http::Server status_server_;
  observe::Events events_;
};

}  // namespace vitrine::app
