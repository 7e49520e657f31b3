// The head of an origin's answer, gathered line by line; only the fields that matter to a picture.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::origin {

class ReplyHead {
 public:
  // One line as it came, with its line end. The lines of an informational answer (1xx) are
  // forgotten when the next status line comes.
  void add(std::string_view line);

  // The empty line of the final answer was added; whatever is added later (trailers) only counts.
  bool complete() const { return complete_; }

  // All lines so far, informational answers and trailers included.
  std::uint64_t bytes() const { return bytes_; }

  int status() const { return status_; }

  // Absent when the body is chunked, or the field is not one number.
  std::optional<std::uint64_t> content_length() const;

  const std::string& content_encoding() const { return content_encoding_; }

  const std::string& location() const { return location_; }

  // Empty for values that we would not send back or store: over 1 KiB, or with control characters.
  const std::string& etag() const { return etag_; }

  const std::string& last_modified() const { return last_modified_; }

 private:
  void start(std::string_view status_line);
  void add_field(std::string_view name, std::string_view value);

  bool complete_ = false;
  bool chunked_ = false;
  int status_ = 0;
  std::uint64_t bytes_ = 0;
  std::optional<std::uint64_t> content_length_;
  std::string content_encoding_;
  std::string location_;
  std::string etag_;
  std::string last_modified_;
};

// Could this be the value of a validator: visible ASCII and spaces, 1 byte to 1 KiB?
bool is_validator(std::string_view value);

}  // namespace vitrine::origin
