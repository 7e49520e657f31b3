// Takes a multipart/form-data body (RFC 7578, RFC 2046) apart as it arrives: bytes in any cut in,
// parts out, with nothing held back but what might be a boundary.
//
//   preamble -> (boundary -> head -> bytes)… -> last boundary -> epilogue
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::http {

struct MultipartLimits {
  std::size_t parts_max = 8;
  // All lines of the head of one part.
  std::size_t head_bytes_max = 4096;
  // Of a part without a file name; files are limited by whoever takes them.
  std::size_t field_bytes_max = 20 * 1024;
};

struct PartHead {
  std::string name;
  // As the client wrote it, decoded from filename* or filename; may be empty, and anything else.
  // Absent for a plain field.
  std::optional<std::string> file_name;
};

// The boundary of a Content-Type, 1 to 70 characters. bad_request: not multipart/form-data, or
// without a proper boundary.
Result<std::string> multipart_boundary(std::string_view content_type);

// Lives on: one request. The events are the same however the bytes are cut, but for how the bytes
// of a part are; an error comes at the same byte.
class MultipartReader {
 public:
  enum class Event : std::uint8_t {
    more,      // everything was used up: call again with what arrives next
    part,      // a part begins; head() describes it
    bytes,     // some bytes of the part, never empty
    part_end,  // the part is complete
    end,       // the last boundary; what follows is passed over
  };

  struct Step {
    Event event = Event::more;
    // Of Event::bytes: in what was handed in, or in the reader; valid until the next call.
    std::string_view bytes = {};
  };

  explicit MultipartReader(std::string_view boundary, MultipartLimits limits = {});

  // Uses up bytes from the front of `rest`, up to the next event. bad_request: not of the form, or
  // over a limit; the reader is of no use then.
  Result<Step> next(std::string_view& rest);

  // The last boundary has come: a body that ends before it was cut off.
  bool ended() const { return part_ == Part::epilogue; }

  const PartHead& head() const { return head_; }

 private:
  enum class Part : std::uint8_t { preamble, boundary_tail, head, bytes, part_end, epilogue };

  Result<Step> take_tail(std::string_view& rest);
  Result<Step> take_head(std::string_view& rest);
  Result<bool> end_line();
  Result<void> read_disposition(std::string_view value);
  Step take_bytes(std::string_view& rest);
  Result<Step> checked(Step step);
  void begin_matching();

  const MultipartLimits limits_;
  const std::string delimiter_;  // "\r\n--boundary"
  Part part_ = Part::preamble;
  // Bytes of the delimiter that the last bytes were equal to. The first `not_ours_` of them stood
  // before the part, so they are no bytes of it.
  std::size_t matched_ = 0;
  std::size_t not_ours_ = 0;
  std::size_t parts_ = 0;
  std::size_t head_bytes_ = 0;
  std::size_t field_bytes_ = 0;
  bool disposed_ = false;
  std::string line_;
  PartHead head_;
};

}  // namespace vitrine::http
