#include "http/multipart.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "http/field_value.h"
#include "http/parameters.h"

namespace vitrine::http {

namespace {

constexpr std::size_t kBoundaryBytesMax = 70;

std::unexpected<Failure> improper(const std::string& message) {
  return fail(FailureKind::bad_request, "The form is not proper multipart/form-data: " + message);
}

bool is_boundary(std::string_view text) {
  constexpr CharacterSet kAllowed(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=? ");
  return !text.empty() && text.size() <= kBoundaryBytesMax && text.back() != ' ' &&
         std::ranges::all_of(text, [&](char c) { return kAllowed.has(c); });
}

// Browsers write these three of a name as escapes, and nothing else.
std::string without_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto escape = text.substr(at, 3);
    const bool quote = escape == "%22";
    if (quote || equal_ignoring_case(escape, "%0d") || equal_ignoring_case(escape, "%0a")) {
      plain += quote ? '"' : ' ';
      at += 2;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

}  // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
  const auto parsed = parse_parameters(content_type);
  if (!parsed || parsed->value != "multipart/form-data") {
    return fail(FailureKind::bad_request,
                "The body is not a form with a file: its Content-Type has to be "
                "multipart/form-data with a boundary");
  }
  const auto* const boundary = parsed->find("boundary");
  if (boundary == nullptr || !is_boundary(*boundary)) {
    return improper(
        fmt::format("its Content-Type has no boundary of 1 to {} characters", kBoundaryBytesMax));
  }
  return *boundary;
}

MultipartReader::MultipartReader(std::string_view boundary, MultipartLimits limits)
    : limits_(limits), delimiter_("\r\n--" + std::string(boundary)) {
  begin_matching();
}

// The end of a line that stands in front belongs to the first boundary, and to one directly behind
// a head, as well.
void MultipartReader::begin_matching() {
  matched_ = 2;
  not_ours_ = 2;
}

Result<MultipartReader::Step> MultipartReader::next(std::string_view& rest) {
  while (!rest.empty() || part_ == Part::part_end) {
    switch (part_) {
      case Part::preamble:
        // Not even looked at.
        take_bytes(rest);
        break;
      case Part::boundary_tail: {
        TRY(const auto step, take_tail(rest));
        if (step.event != Event::more) return step;
        break;
      }
      case Part::head: {
        TRY(const auto step, take_head(rest));
        if (step.event != Event::more) return step;
        break;
      }
      case Part::bytes: {
        const auto step = take_bytes(rest);
        if (step.event == Event::bytes) return checked(step);
        break;
      }
      case Part::part_end:
        part_ = Part::boundary_tail;
        return Step{Event::part_end};
      case Part::epilogue:
        rest = {};
        break;
    }
  }
  return Step{};
}

// Up to the next delimiter, behind which another part of the body begins. A delimiter begins with a
// carriage return and has no other one, so bytes that looked like one and are none can be given at
// once, and the next byte is looked at afresh.
MultipartReader::Step MultipartReader::take_bytes(std::string_view& rest) {
  if (matched_ == 0) {
    const auto plain = rest.substr(0, rest.find('\r'));
    if (!plain.empty()) {
      rest.remove_prefix(plain.size());
      return {Event::bytes, plain};
    }
  }
  while (!rest.empty() && matched_ < delimiter_.size() && rest.front() == delimiter_[matched_]) {
    rest.remove_prefix(1);
    ++matched_;
  }
  if (matched_ == delimiter_.size()) {
    part_ = part_ == Part::preamble ? Part::boundary_tail : Part::part_end;
    line_.clear();
    return {};
  }
  if (rest.empty()) return {};
  const auto looked_like_one = std::string_view(delimiter_).substr(not_ours_, matched_ - not_ours_);
  matched_ = 0;
  not_ours_ = 0;
  if (looked_like_one.empty()) return {};
  return {Event::bytes, looked_like_one};
}

Result<MultipartReader::Step> MultipartReader::checked(Step step) {
  if (head_.file_name) return step;
  field_bytes_ += step.bytes.size();
  if (field_bytes_ <= limits_.field_bytes_max) return step;
  return fail(
      FailureKind::too_large,
      fmt::format(
          "The field \"{}\" is over the limit of {} bytes", head_.name, limits_.field_bytes_max));
}

// Behind a boundary: two dashes end the form, the end of the line begins a part. Blanks in front of
// it are padding (RFC 2046, 5.1.1).
Result<MultipartReader::Step> MultipartReader::take_tail(std::string_view& rest) {
  const char c = rest.front();
  rest.remove_prefix(1);
  line_ += c;
  if (line_ == "--") {
    part_ = Part::epilogue;
    return Step{Event::end};
  }
  if (line_ == "-" || line_ == "\r") return Step{};
  if (is_blank(c) && !line_.starts_with('-') && !line_.starts_with('\r')) {
    line_.clear();
    if (++head_bytes_ <= limits_.head_bytes_max) return Step{};
  }
  if (line_ != "\r\n") return improper("a boundary is followed by something else");
  if (++parts_ > limits_.parts_max) {
    return fail(FailureKind::bad_request,
                fmt::format("The form has more than {} parts", limits_.parts_max));
  }
  part_ = Part::head;
  head_ = {};
  disposed_ = false;
  head_bytes_ = 0;
  field_bytes_ = 0;
  line_.clear();
  return Step{};
}

Result<MultipartReader::Step> MultipartReader::take_head(std::string_view& rest) {
  const auto feed = rest.find('\n');
  const auto here = rest.substr(0, feed == std::string_view::npos ? feed : feed + 1);
  const auto room = limits_.head_bytes_max - head_bytes_;
  if (here.size() > room) {
    return improper(
        fmt::format("the head of a part is over the limit of {} bytes", limits_.head_bytes_max));
  }
  rest.remove_prefix(here.size());
  head_bytes_ += here.size();
  line_.append(here);
  if (feed == std::string_view::npos) return Step{};
  TRY(const bool last, end_line());
  line_.clear();
  if (!last) return Step{};
  if (!disposed_) return improper("a part has no Content-Disposition with a name");
  part_ = Part::bytes;
  head_bytes_ = 0;
  begin_matching();
  return Step{Event::part};
}

// True for the empty line that ends the head.
Result<bool> MultipartReader::end_line() {
  if (!line_.ends_with("\r\n")) return improper("a line of a part ends without a carriage return");
  const auto line = std::string_view(line_).substr(0, line_.size() - 2);
  if (line.empty()) return true;
  if (line.find('\r') != std::string_view::npos || line.find('\0') != std::string_view::npos) {
    return improper("a line of a part has a control character");
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      !std::ranges::all_of(line.substr(0, colon), is_token_character)) {
    return improper("a line of a part is no header field");
  }
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (equal_ignoring_case(name, "Content-Disposition")) {
    TRY_VOID(read_disposition(value));
  } else if (equal_ignoring_case(name, "Content-Transfer-Encoding")) {
    // RFC 7578 knows no other ones any more; decoding them would only hide what is sent.
    const bool plain = equal_ignoring_case(value, "binary") || equal_ignoring_case(value, "8bit") ||
                       equal_ignoring_case(value, "7bit");
    if (!plain) return improper("a part has a Content-Transfer-Encoding; send it as it is");
  }
  return false;
}

Result<void> MultipartReader::read_disposition(std::string_view value) {
  const auto parsed = parse_parameters(value);
  const auto* const name = parsed ? parsed->find("name") : nullptr;
  if (disposed_ || name == nullptr || parsed->value != "form-data") {
    return improper("a part has no Content-Disposition with a name");
  }
  disposed_ = true;
  head_.name = without_escapes(*name);
  if (const auto* const extended = parsed->find("filename*")) {
    head_.file_name = decode_extended(*extended);
    if (!head_.file_name) return improper("a filename* is not in UTF-8 or ISO-8859-1");
  } else if (const auto* const file_name = parsed->find("filename")) {
    head_.file_name = without_escapes(*file_name);
  }
  return {};
}

}  // namespace vitrine::http
