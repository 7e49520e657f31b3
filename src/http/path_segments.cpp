#include "http/path_segments.h"

#include <algorithm>

#include "http/field_value.h"
#include "http/percent.h"

namespace vitrine::http {

namespace {

// What a path may be made of without a further look: visible ASCII but for '%'.
constexpr CharacterSet kPlain(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    "/-._~!$&'()*+,;=:@\"#<>?[\\]^`{|}");

// Clients resolve these before they ask (RFC 3986, 5.2.4); what still arrives is an attempt to
// climb.
bool climbs(std::string_view segment) {
  return segment == "." || segment == "..";
}

std::unexpected<Failure> climbing() {
  return fail(FailureKind::bad_request, "The path has a segment that is `.` or `..`");
}

}  // namespace

Result<void> PathSegments::read(std::string_view path, std::string& decoded) {
  if (!path.starts_with('/')) {
    return fail(FailureKind::bad_request, "The path does not begin with a slash");
  }
  if (std::ranges::all_of(path, [](char c) { return kPlain.has(c); })) return split(path);
  return decode(path, decoded);
}

std::string_view PathSegments::from(std::size_t i) const {
  const auto* const end = segments_[count_ - 1].data() + segments_[count_ - 1].size();
  return {segments_[i].data(), end};
}

Result<void> PathSegments::split(std::string_view path) {
  count_ = 0;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, std::min(path.find('/'), path.size()));
    if (count_ == kSegmentsMax) {
      return fail(FailureKind::bad_request,
                  "The path has more than " + std::to_string(kSegmentsMax) + " segments");
    }
    if (climbs(segment)) return climbing();
    segments_[count_++] = segment;
    path.remove_prefix(segment.size());
  }
  return {};
}

Result<void> PathSegments::decode(std::string_view path, std::string& decoded) {
  TRY_VOID(split(path));
  decoded.clear();
  decoded.reserve(path.size());  // decoding never lengthens, so the views below stay where they are
  for (std::size_t i = 0; i < count_; ++i) {
    decoded += '/';
    const auto begin = decoded.size();
    if (!percent_decode(segments_[i], decoded)) {
      return fail(FailureKind::bad_request, "The path has a `%` without two hex digits behind it");
    }
    segments_[i] = std::string_view(decoded).substr(begin);
    if (!is_plain_text(segments_[i])) {
      return fail(FailureKind::bad_request,
                  "The path has a control character, or is not UTF-8 once it is decoded");
    }
    if (climbs(segments_[i])) return climbing();
  }
  return {};
}

}  // namespace vitrine::http
