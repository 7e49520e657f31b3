// The bytes of an original, wherever they are. Makes a page fault of what would be a read: only on
// a pool's thread. Lives on: one job.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "delivery/mapped_file.h"
#include "delivery/original.h"
#include "failure/check.h"
#include "failure/result.h"

namespace vitrine::delivery {

class OriginalView {
 public:
  static Result<OriginalView> of(OriginalBytes body) {
    check(body.at_hand(), "an original is looked at before it is loaded");
    if (body.bytes) return OriginalView(std::move(body), std::nullopt);
    TRY(auto mapped, MappedFile::map(*body.file));
    return OriginalView(std::move(body), std::move(mapped));
  }

  std::string_view bytes() const {
    return mapped_ ? mapped_->bytes().substr(body_.offset) : std::string_view(*body_.bytes);
  }

 private:
  OriginalView(OriginalBytes body, std::optional<MappedFile> mapped)
      : body_(std::move(body)), mapped_(std::move(mapped)) {}

  OriginalBytes body_;
  std::optional<MappedFile> mapped_;
};

}  // namespace vitrine::delivery
