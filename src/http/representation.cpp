#include <fmt/format.h>

#include "http/byte_range.h"
#include "http/conditions.h"
#include "http/http_date.h"
#include "http/response.h"

namespace vitrine::http {

namespace {

// The headers that 200, 206 and 304 share (RFC 9110, 15.4.5).
void add_validators(Response& response, const Representation& representation) {
  response.header("ETag", representation.etag);
  if (representation.modified != WallTime{}) {
    response.header("Last-Modified", http_date(representation.modified));
  }
  if (!representation.cache_control.empty()) {
    response.header("Cache-Control", representation.cache_control);
  }
  if (representation.vary_accept) response.header("Vary", "Accept");
}

Response with_headers(int status, const Representation& representation) {
  Response response(status);
  response.header("Content-Type", representation.content_type);
  add_validators(response, representation);
  response.header("Accept-Ranges", "bytes");
  return response;
}

Body slice(Body body, ByteRange range) {
  struct Cut {
    ByteRange range;

    Body operator()(std::monostate none) const { return none; }

    Body operator()(StaticText text) const {
      return StaticText{text.view.substr(range.offset, range.bytes)};
    }

    Body operator()(ByteSlice bytes) const {
      bytes.view = bytes.view.substr(range.offset, range.bytes);
      return bytes;
    }

    Body operator()(FileSlice file) const {
      file.offset += range.offset;
      file.bytes = range.bytes;
      return file;
    }

    Body operator()(std::string text) const {
      text.erase(0, range.offset);
      text.resize(range.bytes);
      return text;
    }
  };

  return std::visit(Cut{range}, std::move(body));
}

Response partial(const Representation& representation, Body body, ByteRange range) {
  auto response = with_headers(206, representation);
  response.header(
      "Content-Range",
      fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.bytes - 1, size_of(body)));
  response.body(slice(std::move(body), range));
  return response;
}

Response unsatisfiable(std::string_view asked, std::uint64_t body_bytes) {
  auto response = Response::text(
      416, fmt::format("The range {} lies outside the {} bytes there are\n", asked, body_bytes));
  response.header("Content-Range", fmt::format("bytes */{}", body_bytes));
  return response;
}

Response condition_failed() {
  return Response::text(412,
                        "What is here now is not what If-Match or If-Unmodified-Since names\n");
}

Response unchanged(const Representation& representation) {
  Response response(304);
  add_validators(response, representation);
  return response;
}

}  // namespace

Response representation_response(const Request& request,
                                 const Representation& representation,
                                 Body body) {
  const auto condition = condition_of(request, representation.etag, representation.modified);
  if (condition == Condition::failed) return condition_failed();
  if (condition == Condition::not_modified) return unchanged(representation);

  const auto range = request.header("Range");
  if (range && request.method == Method::get &&
      range_applies(request, representation.etag, representation.modified)) {
    const auto body_bytes = size_of(body);
    const auto decision = decide_range(*range, body_bytes);
    if (decision.answer == RangeAnswer::unsatisfiable) return unsatisfiable(*range, body_bytes);
    if (decision.answer == RangeAnswer::part) {
      return partial(representation, std::move(body), decision.range);
    }
  }
  auto response = with_headers(200, representation);
  response.body(std::move(body));
  return response;
}

Response head_response(const Request& request,
                       const Representation& representation,
                       std::optional<std::uint64_t> bytes) {
  const auto condition = condition_of(request, representation.etag, representation.modified);
  if (condition == Condition::failed) return condition_failed();
  if (condition == Condition::not_modified) return unchanged(representation);
  auto response = with_headers(200, representation);
  response.head_length(bytes);
  return response;
}

}  // namespace vitrine::http
