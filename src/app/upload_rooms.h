// The rooms of uploads and of the jobs that follow from them, built in order from a configuration.
#pragma once

#include "app/config.h"
#include "app/live_rooms.h"
#include "app/picture_rooms.h"
#include "app/work_rooms.h"
#include "endpoints/access.h"
#include "endpoints/job_routes.h"
#include "endpoints/upload_intake.h"
#include "endpoints/uploads.h"
#include "http/router.h"
#include "jobs/job_store.h"

namespace vitrine::app {

// The namespaces whose originals are what people upload.
std::vector<std::string> upload_spaces(const Config& config);

// Lives on: any thread (built and destroyed by main).
struct UploadRooms {
  // The store and the rooms outlive it.
  UploadRooms(const Config& config, jobs::JobStore& store, PictureRooms& rooms, LiveRooms& live);
  UploadRooms(const UploadRooms&) = delete;
  UploadRooms& operator=(const UploadRooms&) = delete;

  void add_public_routes(http::Router& router, const endpoints::Access& access);
  void add_operator_routes(http::Router& router);

  // Once the store is open.
  void start();
  // Answers all who wait for a job, then takes no more jobs and hands back what does not end soon.
  // Blocks; the loops still run.
  void stop();

  WorkRooms work;
  endpoints::UploadIntake intake;
  endpoints::Uploads uploads;
  endpoints::JobRoutes job_routes;

 private:
  const bool enabled_;
  const bool works_;
};

}  // namespace vitrine::app
