#include "blobs/disk_failure.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace vitrine::blobs {

namespace {

std::string_view sentence(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "The disk is full";
    case EROFS:
      return "The disk is read-only";
    case EFBIG:
      return "The disk does not take a file of this size";
    case EMFILE:
    case ENFILE:
      return "Too many files are open";
    default:
      return "The disk does not work as it should";
  }
}

}  // namespace

Failure disk_failure(int error, std::string_view call, const std::filesystem::path& path) {
  return {FailureKind::unavailable,
          std::string(sentence(error)),
          fmt::format("{} {}: {}", call, path.native(), std::generic_category().message(error))};
}

}  // namespace vitrine::blobs
