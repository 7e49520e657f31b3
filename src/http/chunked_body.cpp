#include "http/chunked_body.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "http/field_value.h"

namespace vitrine::http {

namespace {

Rejection improper() {
  return {400, "The chunks of the body are not proper HTTP/1.1"};
}

// A control character inside a line ends the line for some servers, which then find a request
// inside this one.
bool has_controls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool skip_token(std::string_view& rest) {
  const auto end = std::ranges::find_if_not(rest, is_token_character);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  rest.remove_prefix(length);
  return length > 0;
}

bool skip_quoted(std::string_view& rest) {
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] == '\\') {
      ++at;
    } else if (rest[at] == '"') {
      rest.remove_prefix(at + 1);
      return true;
    }
  }
  return false;
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
}

bool skip(std::string_view& rest, char wanted) {
  skip_blanks(rest);
  if (!rest.starts_with(wanted)) return false;
  rest.remove_prefix(1);
  skip_blanks(rest);
  return true;
}

// *( ";" name [ "=" ( token / quoted-string ) ] ), with blanks around the signs.
bool are_extensions(std::string_view rest) {
  if (has_controls(rest)) return false;
  while (!rest.empty()) {
    if (!skip(rest, ';') || !skip_token(rest)) return false;
    if (!skip(rest, '=')) continue;
    if (!(rest.starts_with('"') ? skip_quoted(rest) : skip_token(rest))) return false;
  }
  return true;
}

}  // namespace

ChunkedBody::Step ChunkedBody::take(std::string_view bytes) {
  Step step;
  auto rest = bytes;
  while (!rest.empty() && part_ != Part::complete && !step.rejection) {
    if (part_ == Part::data) {
      take_data(rest);
    } else {
      step.rejection = take_line(rest);
    }
  }
  step.used = bytes.size() - rest.size();
  step.complete = part_ == Part::complete;
  return step;
}

void ChunkedBody::take_data(std::string_view& rest) {
  const auto here = rest.substr(0, chunk_left_);
  body_.append(here);
  chunk_left_ -= here.size();
  rest.remove_prefix(here.size());
  if (chunk_left_ == 0) part_ = Part::data_end;
}

ChunkedBody::Refusal ChunkedBody::take_line(std::string_view& rest) {
  const auto feed = rest.find('\n');
  const auto here = rest.substr(0, feed == std::string_view::npos ? feed : feed + 1);
  if (line_.size() + here.size() > kLineBytesMax) {
    return Rejection{
        400, fmt::format("A line among the chunks is over the limit of {} bytes", kLineBytesMax)};
  }
  rest.remove_prefix(here.size());
  line_.append(here);
  if (feed == std::string_view::npos) return std::nullopt;
  if (!line_.ends_with("\r\n")) return improper();
  const auto refusal = end_line(std::string_view(line_).substr(0, line_.size() - 2));
  line_.clear();
  return refusal;
}

ChunkedBody::Refusal ChunkedBody::end_line(std::string_view line) {
  if (part_ == Part::size) return begin_chunk(line);
  if (part_ == Part::trailer) return end_trailer(line);
  if (!line.empty()) return improper();  // The chunk is longer than its size.
  part_ = Part::size;
  return std::nullopt;
}

ChunkedBody::Refusal ChunkedBody::begin_chunk(std::string_view line) {
  const auto [end, ec] = std::from_chars(line.data(), line.data() + line.size(), chunk_left_, 16);
  // from_chars takes a minus; unsigned, it would be a size all the same.
  if (ec != std::errc() || line.starts_with('-')) {
    const bool over_64_bits = ec == std::errc::result_out_of_range;
    chunk_left_ = 0;
    return over_64_bits ? Rejection{400, "A chunk's size is over 64 bits"} : improper();
  }
  const auto extensions = line.substr(static_cast<std::size_t>(end - line.data()));
  if (!are_extensions(extensions)) return improper();
  if (chunk_left_ > body_bytes_max_ - taken_) {
    return Rejection{413, fmt::format("The body is over the limit of {} bytes", body_bytes_max_)};
  }
  taken_ += chunk_left_;
  part_ = chunk_left_ == 0 ? Part::trailer : Part::data;
  return count_extra(extensions.size());
}

ChunkedBody::Refusal ChunkedBody::end_trailer(std::string_view line) {
  if (line.empty()) {
    part_ = Part::complete;
    return std::nullopt;
  }
  auto rest = line;
  if (!skip_token(rest) || !rest.starts_with(':') || has_controls(rest)) return improper();
  const auto name = line.substr(0, line.size() - rest.size());
  // They would frame the body a second time (RFC 9110, 6.5.1).
  if (equal_ignoring_case(name, "Content-Length") ||
      equal_ignoring_case(name, "Transfer-Encoding")) {
    return improper();
  }
  return count_extra(line.size());
}

ChunkedBody::Refusal ChunkedBody::count_extra(std::size_t bytes) {
  extra_bytes_ += bytes;
  if (extra_bytes_ <= kExtraBytesMax) return std::nullopt;
  return Rejection{
      400,
      fmt::format("The extensions and trailers are over the limit of {} bytes", kExtraBytesMax)};
}

}  // namespace vitrine::http
