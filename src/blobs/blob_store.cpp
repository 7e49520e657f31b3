#include "blobs/blob_store.h"

#include <algorithm>

namespace vitrine::blobs {

namespace {

constexpr std::size_t kSegmentsMax = 8;
constexpr std::size_t kSegmentBytesMax = 128;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

bool is_blob_segment(std::string_view segment) {
  return !segment.empty() && segment.size() <= kSegmentBytesMax && segment.front() != '.' &&
         std::ranges::all_of(segment, is_name_character);
}

bool is_blob_name(std::string_view name) {
  for (std::size_t segments = 1; segments <= kSegmentsMax; ++segments) {
    const auto slash = name.find('/');
    if (!is_blob_segment(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
  return false;
}

std::unexpected<Failure> bad_name(const std::string& name) {
  return fail(FailureKind::bad_request,
              "A stored name has 1 to 8 parts of at most 128 letters, digits, '.', '_' and '-'",
              "refused the blob name \"" + name + '"');
}

}  // namespace vitrine::blobs
