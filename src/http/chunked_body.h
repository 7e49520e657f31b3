// Takes a chunked body (RFC 9112, 7.1) apart as it arrives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/head.h"

namespace vitrine::http {

// What it answers depends on the bytes alone, never on how they were cut.
//
// Lives on: one request.
class ChunkedBody {
 public:
  // A line is a chunk's size with its extensions, or a trailer. Neither is of use to a handler, so
  // a body has little room for them: all lines' text beyond the sizes counts.
  static constexpr std::size_t kLineBytesMax = 4096;
  static constexpr std::size_t kExtraBytesMax = 16 * 1024;

  // Decoded bytes are appended to `body`, at most `body_bytes_max` of them.
  ChunkedBody(std::string& body, std::uint64_t body_bytes_max)
      : body_(body), body_bytes_max_(body_bytes_max) {}

  ChunkedBody(const ChunkedBody&) = delete;
  ChunkedBody& operator=(const ChunkedBody&) = delete;

  struct Step {
    // Bytes that were used up: all, unless the body is complete or refused.
    std::size_t used = 0;
    bool complete = false;
    std::optional<Rejection> rejection;
  };

  // Trailers are read and dropped.
  Step take(std::string_view bytes);

 private:
  enum class Part : std::uint8_t { size, data, data_end, trailer, complete };
  using Refusal = std::optional<Rejection>;

  Refusal take_line(std::string_view& rest);
  Refusal end_line(std::string_view line);
  Refusal begin_chunk(std::string_view line);
  Refusal end_trailer(std::string_view line);
  Refusal count_extra(std::size_t bytes);
  void take_data(std::string_view& rest);

  std::string& body_;
  const std::uint64_t body_bytes_max_;
  Part part_ = Part::size;
  std::string line_;  // the beginning of a line whose end has not arrived
  std::uint64_t chunk_left_ = 0;
  std::uint64_t taken_ = 0;
  std::size_t extra_bytes_ = 0;
};

}  // namespace vitrine::http
