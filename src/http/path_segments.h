// A path as the router sees it: cut at its slashes first, decoded after, once. Pure.
#pragma once

#include <array>
#include <cstdint>
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

  std::string_view operator[](std::size_t i) const {
    return text_.substr(places_[i].begin, places_[i].end - places_[i].begin);
  }

  // Segment `i` and all behind it, with the slashes between them.
  std::string_view from(std::size_t i) const { return text_.substr(places_[i].begin); }

 private:
  // Where a segment stands in `text_`. Without initial values: 64 of them are made for each
  // request.
  struct Place {
    std::uint32_t begin;
    std::uint32_t end;
  };

  Result<void> decode(std::string_view path, std::string& decoded);

  std::string_view text_;
  std::size_t count_ = 0;
  std::array<Place, kSegmentsMax> places_;
};

}  // namespace vitrine::http
