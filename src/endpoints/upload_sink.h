// The body of one upload on its way to a blob: parsed on the event loop, written on a pool, and
// answered once it is safe. A connection that is cut leaves nothing.
#pragma once

#include <memory>
#include <string_view>

#include "blobs/blob_store.h"
#include "endpoints/upload_form.h"
#include "endpoints/upload_intake.h"
#include "http/body_sink.h"
#include "observe/metrics.h"
#include "runtime/admission.h"

namespace vitrine::endpoints {

struct UploadCounters {
  explicit UploadCounters(observe::Metrics& metrics);

  observe::Counter& kept;
  observe::Counter& refused;
  observe::Counter& busy;
  observe::Counter& bytes;
};

// Lives on: its connection's loop.
class UploadSink final : public http::BodySink {
 public:
  // They outlive every task of the sink; the sink itself may end after them.
  struct Rooms {
    const UploadRules& rules;
    UploadIntake& intake;
    blobs::BlobStore& blobs;
    const UploadCounters& counters;
  };

  UploadSink(Rooms rooms,
             const http::Request& request,
             std::string_view boundary,
             std::shared_ptr<Admission> admission,
             AdmissionSlot slot);

  http::Taken take(std::string_view bytes) override;
  http::Answer answer() override;

 private:
  // What is written at once. Less would hop to the pool more often than it pays, more would only
  // take more memory: at most this and one piece is held.
  static constexpr std::size_t kWriteBytes = 128 * 1024;

  Task<Result<void>> write();
  Task<Result<http::Response>> finish();
  http::Response answer_with(const Uploaded& uploaded) const;

  const Rooms rooms_;
  const http::Request& request_;
  // The slot is of it, so it goes last.
  const std::shared_ptr<Admission> admission_;
  const AdmissionSlot slot_;
  UploadForm form_;
  std::unique_ptr<blobs::IncomingBlob> blob_;
};

}  // namespace vitrine::endpoints
