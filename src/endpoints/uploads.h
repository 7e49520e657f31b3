// What the upload URLs do:
//
//   GET  /upload                 a page with a form, which works without a script
//   POST /upload                 one file, and perhaps where it belongs (upload_form.h)
//   GET  /uploads/{name}         what became of it, as a page
//   GET  /thumbnails/{name}      the thumbnail, or that it is not there (yet)
//                                ?wait=10 waits until its job has ended
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "blobs/blob_store.h"
#include "endpoints/upload_claim.h"
#include "endpoints/upload_form.h"
#include "endpoints/upload_intake.h"
#include "endpoints/upload_sink.h"
#include "http/router.h"
#include "jobs/jobs.h"
#include "observe/metrics.h"
#include "runtime/admission.h"

namespace vitrine::endpoints {

struct UploadsConfig {
  UploadRules rules;
  // Uploads that are under way; limit: uploads
  std::size_t at_once_max = 128;
};

// Lives on: any thread. Outlives the server whose router it is added to.
class Uploads {
 public:
  // The rooms outlive it.
  Uploads(UploadsConfig config,
          UploadIntake& intake,
          blobs::BlobStore& blobs,
          jobs::Jobs& jobs,
          observe::Metrics& metrics);
  Uploads(const Uploads&) = delete;
  Uploads& operator=(const Uploads&) = delete;

  void add_routes(http::Router& router);

  // What GET /upload answers.
  http::Response form() const;

  // For /status.
  std::size_t under_way() const { return admission_->inside(); }

 private:
  // What a look at a thumbnail gives.
  struct Found {
    std::optional<blobs::Blob> thumbnail;
    std::optional<jobs::Job> job;
    // Somebody has uploaded it.
    bool known = false;
  };

  Result<std::unique_ptr<http::BodySink>> open(const http::Request& request);
  http::Answer thumbnail(const http::Request& request);
  Task<Result<http::Response>> show(const http::Request& request, std::chrono::milliseconds wait);
  Task<Result<http::Response>> page(const http::Request& request);
  Task<Result<Found>> find(std::string name, std::chrono::milliseconds wait);
  Task<Result<std::optional<jobs::Job>>> job_of(const UploadClaim& claim,
                                                std::chrono::milliseconds wait);

  const UploadsConfig config_;
  UploadIntake& intake_;
  blobs::BlobStore& blobs_;
  jobs::Jobs& jobs_;
  // Shared with the sinks, which may end after it.
  const std::shared_ptr<Admission> admission_;
  const UploadCounters counters_;
};

}  // namespace vitrine::endpoints
