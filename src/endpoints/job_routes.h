// What the job URLs do:
//
//   GET    /jobs/{id}            what became of it; whoever knows the id may ask
//                                ?wait=10 waits until it has ended
//   GET    /queues               queues, workers, failed and delayed jobs (view)
//                                ?offset= and ?limit= (100) page through the failed and delayed
//   POST   /jobs/{id}/retry      a failed or delayed one runs again (operator)
//   POST   /jobs/{id}/cancel     (operator)
//   DELETE /jobs/{id}            forgets one that does not run (operator)
#pragma once

#include <chrono>
#include <string>

#include "endpoints/access.h"
#include "http/router.h"
#include "jobs/jobs.h"

namespace vitrine::endpoints {

// Lives on: any thread (immutable). Outlives the servers whose routers it is added to.
class JobRoutes {
 public:
  explicit JobRoutes(jobs::Jobs& jobs) : jobs_(jobs) {}

  // Those who may not do it are kept out by `access`.
  void add_public_routes(http::Router& router, const Access& access);
  // For the operators' port.
  void add_operator_routes(http::Router& router);

 private:
  using Act = Task<Result<bool>> (jobs::Jobs::*)(jobs::JobId);

  void add(http::Router& router, const Access* access);
  http::Answer job(const http::Request& request);
  http::Answer queues(const http::Request& request);
  Task<Result<http::Response>> show_job(std::string id, std::chrono::milliseconds wait);
  Task<Result<http::Response>> show_queues(std::size_t offset, std::size_t limit);
  Task<Result<http::Response>> act(std::string id, Act act, const char* refusal);

  jobs::Jobs& jobs_;
};

// The number of seconds of ?wait=, 0 to 60; none is 0. bad_request: anything else.
Result<std::chrono::milliseconds> wait_of(const http::Request& request);

}  // namespace vitrine::endpoints
