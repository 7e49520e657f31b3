// Takes a chunked body (RFC 9112, 7.1) apart as it arrives.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/head.h"

namespace vitrine::http {

// Lives on: one request.
class ChunkedBody {
 public:
  // Decoded bytes are appended to `body`, at most `body_bytes_max` of them.
  ChunkedBody(std::string& body, std::uint64_t body_bytes_max);
  ~ChunkedBody();
  ChunkedBody(const ChunkedBody&) = delete;
  ChunkedBody& operator=(const ChunkedBody&) = delete;

  struct Step {
    // Bytes that were used up. The others are given again, with more behind them.
    std::size_t used = 0;
    bool complete = false;
    std::optional<Rejection> rejection;
  };

  // Trailers are read and dropped. When nothing is used of a full buffer, the body is not proper.
  Step take(std::string_view bytes);

 private:
  class Reader;
  const std::uint64_t body_bytes_max_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace vitrine::http
