// The job that makes sizes of an original before anybody asks for them: arguments
//
//   [{"namespace":"product/image","id":"7","sizes":["w500.webp","x200.jpg"]}]
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/delivery.h"
#include "endpoints/namespaces.h"
#include "endpoints/pictures_config.h"
#include "failure/result.h"
#include "jobs/run.h"
#include "runtime/task.h"

namespace vitrine::app {

// Lives on: any thread.
class SizesJob {
 public:
  // They outlive it.
  SizesJob(const endpoints::PicturesConfig& config,
           const std::deque<endpoints::Namespace>& namespaces,
           delivery::Delivery& delivery)
      : config_(config), namespaces_(namespaces), delivery_(delivery) {}

  // Gives how many there are now. not_found, bad_request, not_accepted: what nobody could order
  // either. What fails for one size fails the job; those that were made are kept.
  Task<Result<std::string>> run(jobs::JobRun& run) const;

  Result<std::vector<delivery::Order>> parse(std::string_view arguments) const;

 private:
  const endpoints::PicturesConfig& config_;
  const std::deque<endpoints::Namespace>& namespaces_;
  delivery::Delivery& delivery_;
};

}  // namespace vitrine::app
