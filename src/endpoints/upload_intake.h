// From bytes that have arrived to an upload that is safe: looked at, kept, named, and its thumbnail
// in the queue. Whoever is told so may rely on it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "blobs/blob_store.h"
#include "delivery/delivery.h"
#include "endpoints/upload_form.h"
#include "failure/result.h"
#include "images/recipe.h"
#include "images/render.h"
#include "jobs/jobs.h"
#include "runtime/pool.h"
#include "runtime/task.h"

namespace vitrine::endpoints {

struct IntakeConfig {
  // Of pictures that are taken.
  images::Limits images;
  // Of thumbnails; absent: that of the file.
  std::optional<images::Format> format;
  // Where their jobs wait.
  std::string queue = "requestQueue";
  // Of namespaces: sizes that are made of each new original.
  std::map<std::string, std::vector<std::string>, std::less<>> sizes = {};
};

struct Uploaded {
  // Of the thumbnail: nobody else's.
  std::string name;
  jobs::JobId job;
};

// Lives on: any thread.
class UploadIntake {
 public:
  // The rooms outlive it. `random` gives so many random bytes.
  UploadIntake(IntakeConfig config,
               blobs::BlobStore& blobs,
               jobs::Jobs& jobs,
               delivery::Delivery& delivery,
               Pool& files,
               jobs::Random random);

  // `blob` has all bytes of the form's file; both stay where they are until the task ends.
  // unsupported: the picture is broken or over a limit. busy: the queue is full. unavailable: the
  // disk is. After a failure nothing can be seen of it.
  Task<Result<Uploaded>> take_in(const UploadForm& form, blobs::IncomingBlob& blob);

  // The job that makes the thumbnail `name` of the blob `file`. One that is in the queue already is
  // joined.
  Task<Result<jobs::JobId>> enqueue(std::string name, std::string file);

 private:
  Task<Result<void>> look_at(blobs::IncomingBlob& blob) const;
  Task<Result<void>> keep_original(UploadTarget target, blobs::IncomingBlob& blob);
  // Makes nothing fail: what is not made now is made when somebody asks.
  Task<void> make_sizes(UploadTarget target, std::string file);
  Task<Result<std::string>> claim_name(std::string wanted, std::string file);

  const IntakeConfig config_;
  blobs::BlobStore& blobs_;
  jobs::Jobs& jobs_;
  delivery::Delivery& delivery_;
  Pool& files_;
  const jobs::Random random_;
};

// The arguments of a job of the kind kThumbnailKind, and what is in them.
inline constexpr const char* kThumbnailKind = "generateThumbnail";
std::string thumbnail_arguments(std::string_view file, std::string_view name);
// The same of the kind kSizesKind.
inline constexpr const char* kSizesKind = "makeSizes";
std::string sizes_arguments(const UploadTarget& target, const std::vector<std::string>& sizes);

}  // namespace vitrine::endpoints
