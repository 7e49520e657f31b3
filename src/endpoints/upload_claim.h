// Whose name a name is: a small blob that the first upload of that name has written. It outlives
// the queue's memory of the job, so that a thumbnail that was lost can be made again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "blobs/blob_store.h"
#include "failure/result.h"
#include "jobs/job.h"
#include "runtime/task.h"

namespace vitrine::endpoints {

struct UploadClaim {
  // The blob that was uploaded.
  std::string file;
  // What makes its thumbnail; empty until it is known.
  jobs::JobId job;

  bool operator==(const UploadClaim&) const = default;
};

std::string text_of(const UploadClaim& claim);
// Absent for what text_of() cannot have written.
std::optional<UploadClaim> parse_claim(std::string_view text);

// Absent: nobody has uploaded anything under that name.
Task<Result<std::optional<UploadClaim>>> find_claim(blobs::BlobStore& blobs, std::string name);

}  // namespace vitrine::endpoints
