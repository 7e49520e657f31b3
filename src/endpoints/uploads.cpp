#include "endpoints/uploads.h"

#include <utility>

#include <fmt/format.h>

#include "endpoints/job_routes.h"
#include "endpoints/json_text.h"
#include "endpoints/upload_name.h"
#include "endpoints/upload_pages.h"
#include "endpoints/upload_places.h"

namespace vitrine::endpoints {

namespace {

// Room for the fields and the heads of all parts.
constexpr std::uint64_t kFormBytesMax = 256ULL * 1024;

constexpr std::string_view kNotThere =
    "Thumbnail does not exist (yet). If you submitted a job, please check after a few more "
    "seconds";

http::Response message(int status, std::string_view text) {
  std::string json = R"({"msg":)";
  append_json_text(json, text);
  auto response = http::Response::json(status, json + "}\n");
  response.header("Cache-Control", "no-store");
  return response;
}

http::Response picture(const http::Request& request,
                       std::string_view name,
                       const blobs::Blob& thumbnail) {
  const auto etag = fmt::format(
      "\"{:x}-{:x}\"", thumbnail.modified.time_since_epoch().count(), thumbnail.file->bytes);
  // A name is nobody else's for ever, so what is under it does not change.
  auto response =
      http::representation_response(request,
                                    {.etag = etag,
                                     .modified = thumbnail.modified,
                                     .content_type = images::content_type(format_of_name(name)),
                                     .cache_control = "public, max-age=86400"},
                                    http::FileSlice{thumbnail.file, 0, thumbnail.file->bytes});
  response.header("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

Uploads::Uploads(UploadsConfig config,
                 UploadIntake& intake,
                 blobs::BlobStore& blobs,
                 jobs::Jobs& jobs,
                 observe::Metrics& metrics)
    : config_(std::move(config)),
      intake_(intake),
      blobs_(blobs),
      jobs_(jobs),
      admission_(std::make_shared<Admission>("upload", config_.at_once_max, 0)),
      counters_(metrics) {
}

void Uploads::add_routes(http::Router& router) {
  using http::Method;
  router.add(
      Method::get, "/upload", [this](const http::Request&) -> http::Answer { return form(); });
  router.add(Method::post,
             "/upload",
             nullptr,
             {.body_bytes_max = config_.rules.file_bytes_max + kFormBytesMax,
              .open_sink = [this](const http::Request& request) { return open(request); }});
  router.add(Method::get, "/upload/upload.js", [](const http::Request&) -> http::Answer {
    http::Response response(200);
    response.header("Content-Type", "text/javascript; charset=utf-8");
    response.header("Cache-Control", "public, max-age=300");
    response.header("X-Content-Type-Options", "nosniff");
    response.body(http::StaticText{upload_script()});
    return response;
  });
  router.add(Method::get, "/uploads/{name}", [this](const http::Request& request) -> http::Answer {
    return page(request);
  });
  router.add(Method::get, "/thumbnails/{name}", [this](const http::Request& request) {
    return thumbnail(request);
  });
}

http::Response Uploads::form() const {
  return upload_page(config_.rules.file_bytes_max, config_.rules.spaces);
}

Result<std::unique_ptr<http::BodySink>> Uploads::open(const http::Request& request) {
  auto boundary = http::multipart_boundary(request.header("Content-Type").value_or(""));
  if (!boundary) {
    counters_.refused.add();
    return std::unexpected(std::move(boundary).error());
  }
  auto slot = admission_->enter();
  if (!slot) {
    counters_.busy.add();
    return fail(FailureKind::busy,
                fmt::format("{} uploads are under way, which is the limit; try again in a moment",
                            config_.at_once_max));
  }
  return std::make_unique<UploadSink>(UploadSink::Rooms{config_.rules, intake_, blobs_, counters_},
                                      request,
                                      *boundary,
                                      admission_,
                                      *std::move(slot));
}

http::Answer Uploads::thumbnail(const http::Request& request) {
  TRY(const auto wait, wait_of(request));
  return show(request, wait);
}

Task<Result<http::Response>> Uploads::show(const http::Request& request,
                                           std::chrono::milliseconds wait) {
  const std::string name(request.parameter("name"));
  CO_TRY(const auto found, co_await find(name, wait));
  if (found.thumbnail) co_return picture(request, name, *found.thumbnail);
  const bool failed =
      found.job && jobs::has_ended(found.job->state) && found.job->state != jobs::State::done;
  if (!failed) co_return message(404, kNotThere);
  co_return message(422, found.job->error ? found.job->error->sentence : "The job was cancelled");
}

Task<Result<http::Response>> Uploads::page(const http::Request& request) {
  const std::string name(request.parameter("name"));
  CO_TRY(const auto found, co_await find(name, {}));
  if (!found.known) co_return unknown_upload_page();
  co_return uploaded_page(name, found.thumbnail.has_value(), found.job);
}

Task<Result<Uploads::Found>> Uploads::find(std::string name, std::chrono::milliseconds wait) {
  Found found;
  CO_TRY(found.thumbnail, co_await blobs_.open(thumbnail_place(name)));
  found.known = found.thumbnail.has_value();
  if (found.known) co_return found;
  CO_TRY(const auto claim, co_await find_claim(blobs_, name));
  if (!claim) co_return found;
  found.known = true;
  CO_TRY(found.job, co_await job_of(*claim, wait));
  const bool may_be_there = !found.job || found.job->state == jobs::State::done;
  if (!may_be_there) co_return found;
  CO_TRY(found.thumbnail, co_await blobs_.open(thumbnail_place(name)));
  if (found.thumbnail) co_return found;
  // The queue has lost the job, or somebody the thumbnail; the upload is still there.
  CO_TRY(const auto again, co_await intake_.enqueue(name, claim->file));
  const auto renewed = text_of({claim->file, again});
  co_await blobs_.put(name_place(name), renewed);
  if (wait.count() == 0) {
    found.job.reset();
    co_return found;
  }
  CO_TRY(found.job, co_await jobs_.wait(again, wait));
  CO_TRY(found.thumbnail, co_await blobs_.open(thumbnail_place(name)));
  co_return found;
}

// Nothing: the queue does not know it (any more).
Task<Result<std::optional<jobs::Job>>> Uploads::job_of(const UploadClaim& claim,
                                                       std::chrono::milliseconds wait) {
  if (claim.job.empty()) co_return std::nullopt;
  if (wait.count() == 0) co_return co_await jobs_.look(claim.job);
  co_return co_await jobs_.wait(claim.job, wait);
}

}  // namespace vitrine::endpoints
