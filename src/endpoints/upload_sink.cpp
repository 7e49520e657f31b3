#include "endpoints/upload_sink.h"

#include <utility>

#include <fmt/format.h>

#include "endpoints/json_text.h"
#include "endpoints/upload_pages.h"
#include "http/accept.h"

namespace vitrine::endpoints {

UploadCounters::UploadCounters(observe::Metrics& metrics)
    : kept(metrics.counter("vitrine_uploads_total", "Uploads.", {{"result", "kept"}})),
      refused(metrics.counter("vitrine_uploads_total", "Uploads.", {{"result", "refused"}})),
      busy(metrics.counter("vitrine_uploads_total", "Uploads.", {{"result", "busy"}})),
      bytes(metrics.counter("vitrine_uploads_bytes_total", "Bytes of files that were uploaded.")) {
}

UploadSink::UploadSink(Rooms rooms,
                       const http::Request& request,
                       std::string_view boundary,
                       std::shared_ptr<Admission> admission,
                       AdmissionSlot slot)
    : rooms_(rooms),
      request_(request),
      admission_(std::move(admission)),
      slot_(std::move(slot)),
      form_(boundary, rooms.rules) {
}

http::Taken UploadSink::take(std::string_view bytes) {
  auto taken = form_.take(bytes);
  if (!taken) {
    rooms_.counters.refused.add();
    return taken;
  }
  if (form_.waiting().size() < kWriteBytes) return Result<void>{};
  return write();
}

http::Answer UploadSink::answer() {
  auto complete = form_.complete();
  if (!complete) {
    rooms_.counters.refused.add();
    return std::unexpected(std::move(complete).error());
  }
  return finish();
}

Task<Result<void>> UploadSink::write() {
  if (!blob_) {
    CO_TRY(blob_, co_await rooms_.blobs.begin());
  }
  CO_TRY_VOID(co_await blob_->write(form_.waiting()));
  rooms_.counters.bytes.add(form_.waiting().size());
  form_.taken();
  co_return Result<void>{};
}

Task<Result<http::Response>> UploadSink::finish() {
  if (!form_.waiting().empty()) CO_TRY_VOID(co_await write());
  const auto uploaded = co_await rooms_.intake.take_in(form_, *blob_);
  (uploaded ? rooms_.counters.kept : rooms_.counters.refused).add();
  if (!uploaded) co_return std::unexpected(uploaded.error());
  co_return answer_with(*uploaded);
}

http::Response UploadSink::answer_with(const Uploaded& uploaded) const {
  const auto html = http::acceptance_of(request_, "text/html");
  if (html.by_name() && !http::prefers_json(request_, "text/html")) {
    // Loading the page again does not send the file again.
    return http::Response::redirect(303, upload_path("/uploads/", uploaded.name));
  }
  const auto path = upload_path("/thumbnails/", uploaded.name);
  const auto said = fmt::format(
      "Image thumbnailing queued. After job completion the thumbnail would be available at "
      "{}://{}{}",
      request_.secure ? "https" : "http",
      request_.header("Host").value_or(""),
      path);
  std::string json = R"({"msg":)";
  append_json_text(json, said);
  json += R"(,"job":)";
  append_json_text(json, uploaded.job);
  json += R"(,"thumbnail":)";
  append_json_text(json, path);
  auto response = http::Response::json(200, json + "}\n");
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace vitrine::endpoints
