#include "endpoints/upload_intake.h"

#include <utility>

#include "crypto/digest.h"
#include "delivery/original_view.h"
#include "endpoints/json_text.h"
#include "endpoints/upload_claim.h"
#include "endpoints/upload_name.h"
#include "endpoints/upload_places.h"
#include "runtime/run_on.h"

namespace vitrine::endpoints {

namespace {

// Names that are counted up, "cat-2.png" to "cat-9.png", before they are drawn by lot.
constexpr int kCountedNames = 9;
// Six characters of 32: of a million names with one stem, the next one meets another one once in a
// thousand draws.
constexpr int kDraws = 20;
constexpr std::size_t kDrawnCharacters = 6;

std::string drawn(const std::string& random) {
  constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstuvwxyz0123456789";
  std::string text;
  for (const char c : random) text += kAlphabet[static_cast<unsigned char>(c) % 32];
  return text;
}

}  // namespace

UploadIntake::UploadIntake(IntakeConfig config,
                           blobs::BlobStore& blobs,
                           jobs::Jobs& jobs,
                           delivery::Delivery& delivery,
                           Pool& files,
                           jobs::Random random)
    : config_(std::move(config)),
      blobs_(blobs),
      jobs_(jobs),
      delivery_(delivery),
      files_(files),
      random_(std::move(random)) {
}

Task<Result<Uploaded>> UploadIntake::take_in(const UploadForm& form, blobs::IncomingBlob& blob) {
  CO_TRY_VOID(co_await look_at(blob));
  const auto file = file_place(blob.digest());
  // The same bytes are kept once.
  CO_TRY_VOID(co_await blob.keep_as_new(file));
  if (const auto target = form.target()) {
    CO_TRY_VOID(co_await keep_original(*target, blob));
    co_await make_sizes(*target, file);
  }
  auto wanted = upload_name(form.file_name(), config_.format.value_or(form.format()));
  CO_TRY(const auto name, co_await claim_name(std::move(wanted), file));
  const auto job = co_await enqueue(name, file);
  if (!job) {
    co_await blobs_.remove(name_place(name));
    co_return std::unexpected(job.error());
  }
  // Without it the thumbnail is found as well; only a job that failed cannot say why.
  const auto claim = text_of({file, *job});
  co_await blobs_.put(name_place(name), claim);
  co_return Uploaded{name, *job};
}

Task<Result<void>> UploadIntake::look_at(blobs::IncomingBlob& blob) const {
  CO_TRY(auto file, co_await blob.read());
  auto look = [file = std::move(file), limits = config_.images]() -> Result<void> {
    TRY(const auto view, delivery::OriginalView::of(delivery::OriginalBytes::in_file(file, 0)));
    TRY_VOID(images::read_header(view.bytes(), limits));
    return {};
  };
  co_return co_await run_on(files_, std::move(look));
}

Task<Result<void>> UploadIntake::keep_original(UploadTarget target, blobs::IncomingBlob& blob) {
  auto place = original_place(target.space, target.id);
  CO_TRY_VOID(co_await blob.keep(place));
  // What was made of the one before, and that there was none before.
  CO_TRY_VOID(co_await delivery_.purge(
      {.kind = origin::SourceKind::blob, .address = std::move(place), .root = {}}));
  co_return Result<void>{};
}

Task<void> UploadIntake::make_sizes(UploadTarget target, std::string file) {
  const auto sizes = config_.sizes.find(target.space);
  if (sizes == config_.sizes.end() || sizes->second.empty()) co_return;
  jobs::NewJob job;
  job.kind = kSizesKind;
  job.queue = config_.queue;
  job.arguments = sizes_arguments(target, sizes->second);
  // Another upload under the same id is another job.
  job.once = "sizes:" + crypto::hex(crypto::sha256(job.arguments + file));
  co_await jobs_.enqueue(std::move(job));
}

// Whoever makes the blob of the name has the name, also among several processes.
Task<Result<std::string>> UploadIntake::claim_name(std::string wanted, std::string file) {
  CO_TRY(const auto claim, co_await blobs_.begin());
  const auto text = text_of({std::move(file), {}});
  CO_TRY_VOID(co_await claim->write(text));
  for (int tries = 1; tries <= kCountedNames + kDraws; ++tries) {
    auto name = wanted;
    if (tries > kCountedNames) {
      name = name_with_suffix(wanted, drawn(random_(kDrawnCharacters)));
    } else if (tries > 1) {
      name = name_with_suffix(wanted, std::to_string(tries));
    }
    CO_TRY(const bool ours, co_await claim->keep_as_new(name_place(name)));
    if (ours) co_return name;
  }
  co_return fail(FailureKind::busy,
                 "There are too many uploads with this name; choose another one");
}

Task<Result<jobs::JobId>> UploadIntake::enqueue(std::string name, std::string file) {
  jobs::NewJob job;
  job.kind = kThumbnailKind;
  job.queue = config_.queue;
  job.arguments = thumbnail_arguments(file, name);
  job.once = "thumbnail:" + crypto::hex(crypto::sha256(name));
  CO_TRY(const auto enqueued, co_await jobs_.enqueue(std::move(job)));
  co_return enqueued.id;
}

std::string thumbnail_arguments(std::string_view file, std::string_view name) {
  std::string json = R"([{"upload":)";
  append_json_text(json, file);
  json += R"(,"thumbnail":)";
  append_json_text(json, name);
  json += "}]";
  return json;
}

std::string sizes_arguments(const UploadTarget& target, const std::vector<std::string>& sizes) {
  std::string json = R"([{"namespace":)";
  append_json_text(json, target.space);
  json += R"(,"id":)";
  append_json_text(json, target.id);
  json += R"(,"sizes":[)";
  for (const auto& size : sizes) {
    if (!json.ends_with('[')) json += ',';
    append_json_text(json, size);
  }
  json += "]}]";
  return json;
}

}  // namespace vitrine::endpoints
