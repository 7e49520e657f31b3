#include "endpoints/upload_claim.h"

#include <unistd.h>

#include <array>
#include <utility>

#include "endpoints/upload_places.h"

namespace vitrine::endpoints {

std::string text_of(const UploadClaim& claim) {
  return claim.file + '\n' + claim.job + '\n';
}

std::optional<UploadClaim> parse_claim(std::string_view text) {
  const auto first = text.find('\n');
  if (first == std::string_view::npos || !text.ends_with('\n')) return std::nullopt;
  const auto file = text.substr(0, first);
  const auto rest = text.substr(first + 1);
  if (rest.empty() || rest.find('\n') + 1 != rest.size() || !blobs::is_blob_name(file))
    return std::nullopt;
  return UploadClaim{std::string(file), std::string(rest.substr(0, rest.size() - 1))};
}

Task<Result<std::optional<UploadClaim>>> find_claim(blobs::BlobStore& blobs, std::string name) {
  CO_TRY(const auto blob, co_await blobs.open(name_place(name)));
  if (!blob) co_return std::nullopt;
  // Some two hundred bytes, which were written whole.
  std::array<char, 512> text;
  const auto count = ::pread(blob->file->fd.get(), text.data(), text.size(), 0);
  auto claim = parse_claim({text.data(), count < 0 ? 0 : static_cast<std::size_t>(count)});
  if (!claim) {
    co_return fail(FailureKind::unavailable,
                   "The upload of this name cannot be found any more",
                   "the blob " + name_place(name) + " is broken");
  }
  co_return claim;
}

}  // namespace vitrine::endpoints
