#include "http/path_segments.h"

#include "http/percent.h"

namespace vitrine::http {

namespace {

enum class Class : std::uint8_t { plain, slash, special };

// Visible ASCII is plain, but for the slash and for '%'; the rest is looked at more closely.
constexpr std::array<Class, 256> classes() {
  std::array<Class, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = i > 0x20 && i < 0x7F && i != '%' ? Class::plain : Class::special;
  }
  table['/'] = Class::slash;
  return table;
}

constexpr auto kClasses = classes();

// Clients resolve these before they ask (RFC 3986, 5.2.4); what still arrives is an attempt to
// climb.
bool climbs(std::string_view segment) {
  return segment.size() - 1 < 2 && segment.front() == '.' && segment.back() == '.';
}

std::unexpected<Failure> climbed() {
  return fail(FailureKind::bad_request, "The path has a segment that is `.` or `..`");
}

}  // namespace

Result<void> PathSegments::read(std::string_view path, std::string& decoded) {
  if (!path.starts_with('/')) {
    return fail(FailureKind::bad_request, "The path does not begin with a slash");
  }
  text_ = path;
  count_ = 0;
  bool special = false;
  bool climbing = false;
  std::uint32_t begin = 1;
  const auto end = static_cast<std::uint32_t>(path.size());
  for (std::uint32_t i = 1; i <= end; ++i) {
    const auto what = i == end ? Class::slash : kClasses[static_cast<unsigned char>(path[i])];
    special |= what == Class::special;
    if (what != Class::slash) continue;
    if (count_ == kSegmentsMax) {
      return fail(FailureKind::bad_request,
                  "The path has more than " + std::to_string(kSegmentsMax) + " segments");
    }
    places_[count_++] = {.begin = begin, .end = i};
    climbing |= climbs(path.substr(begin, i - begin));
    begin = i + 1;
  }
  if (climbing) return climbed();
  if (!special) return {};
  return decode(path, decoded);
}

Result<void> PathSegments::decode(std::string_view path, std::string& decoded) {
  decoded.clear();
  decoded.reserve(path.size());  // decoding never lengthens
  for (std::size_t i = 0; i < count_; ++i) {
    decoded += '/';
    const auto begin = static_cast<std::uint32_t>(decoded.size());
    if (!percent_decode((*this)[i], decoded)) {
      return fail(FailureKind::bad_request, "The path has a `%` without two hex digits behind it");
    }
    if (!is_plain_text(std::string_view(decoded).substr(begin))) {
      return fail(FailureKind::bad_request,
                  "The path has a control character, or is not UTF-8 once it is decoded");
    }
    if (climbs(std::string_view(decoded).substr(begin))) return climbed();
    // Its place in the path has been read and is not needed any more.
    places_[i] = {.begin = begin, .end = static_cast<std::uint32_t>(decoded.size())};
  }
  text_ = decoded;
  return {};
}

}  // namespace vitrine::http
