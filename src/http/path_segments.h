// A path as the router sees it: cut at its slashes first, decoded after, once. Pure.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::http {

class PathSegments {
 public:
  static constexpr std::size_t kSegmentsMax = 64;

  // `path` begins with '/'. Decoded text goes to `decoded` when there is an escape; the segments
  // are views of one of the two. bad_request as Router::match says.
  Result<void> read(std::string_view path, std::string& decoded);

  std::size_t count() const { return count_; }

  std::string_view operator[](std::size_t i) const { return segments_[i]; }

  // Segment `i` and all behind it, with the slashes between them.
  std::string_view from(std::size_t i) const;

 private:
  Result<void> split(std::string_view path);
  Result<void> decode(std::string_view path, std::string& decoded);

  std::size_t count_ = 0;
  std::array<std::string_view, kSegmentsMax> segments_;
};

}  // namespace vitrine::http
