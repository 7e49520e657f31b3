// The job that makes a thumbnail of an upload: arguments
//
//   [{"upload":"uploads/files/…","thumbnail":"cat.png"}]   a blob, and the name of the thumbnail
//   ["uploads/cat.png","thumbnails/cat.png"]               two files of `thumbnail.folder`, as S2's
//                                                          server put them into its queue
//
// The same job may be done again at any time, also twice at once: the thumbnail appears whole, and
// is the same.
#pragma once

#include <string>
#include <string_view>

#include "app/config.h"
#include "blobs/blob_store.h"
#include "failure/result.h"
#include "images/render.h"
#include "jobs/run.h"
#include "runtime/pool.h"
#include "runtime/task.h"

namespace vitrine::app {

// Lives on: any thread.
class ThumbnailJob {
 public:
  struct Arguments {
    // Blob and name, or two paths.
    std::string from;
    std::string to;
    bool are_paths = false;

    bool operator==(const Arguments&) const = default;
  };

  // The rooms outlive it.
  ThumbnailJob(ThumbnailSettings settings,
               images::Limits limits,
               blobs::BlobStore& blobs,
               Pool& files,
               Pool& render);

  // Gives the path of the thumbnail. not_found: the upload is gone. unsupported: it is no picture
  // that can be made smaller. bad_request: arguments that are not of the form.
  Task<Result<std::string>> run(jobs::JobRun& run) const;

  static Result<Arguments> parse(std::string_view arguments);

 private:
  Task<Result<std::string>> make_blob(jobs::JobRun& run, Arguments arguments) const;
  Task<Result<std::string>> make_file(Arguments arguments) const;
  images::Recipe recipe(images::Format format) const;
  Task<Result<std::string>> render(SharedFile file, images::Format format) const;

  const ThumbnailSettings settings_;
  const images::Limits limits_;
  blobs::BlobStore& blobs_;
  Pool& files_;
  Pool& render_;
};

}  // namespace vitrine::app
