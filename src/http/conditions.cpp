#include "http/conditions.h"

#include <chrono>
#include <optional>

#include "http/field_value.h"
#include "http/http_date.h"
#include "http/response.h"

namespace vitrine::http {

namespace {

enum class Comparison : std::uint8_t { weak, strong };

struct EntityTag {
  bool weak = false;
  std::string_view quoted;
};

// Cuts one tag off the front of a list; absent at the end or where it is not one. Commas may be
// part of a tag, so the list cannot simply be split at them.
std::optional<EntityTag> next_tag(std::string_view& rest) {
  while (!rest.empty() && (is_blank(rest.front()) || rest.front() == ',')) rest.remove_prefix(1);
  EntityTag tag;
  if (rest.starts_with("W/")) {
    tag.weak = true;
    rest.remove_prefix(2);
  }
  if (!rest.starts_with('"')) return std::nullopt;
  const auto end = rest.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  tag.quoted = rest.substr(0, end + 1);
  rest.remove_prefix(end + 1);
  return tag;
}

bool list_has(std::string_view list, std::string_view etag, Comparison comparison) {
  if (trimmed(list) == "*") return true;
  while (const auto tag = next_tag(list)) {
    if (tag->weak && comparison == Comparison::strong) continue;
    if (tag->quoted == etag) return true;
  }
  return false;
}

// Absent when there is no such header; several lines of it are one list.
std::optional<bool> any_line_has(const Request& request,
                                 std::string_view header_name,
                                 std::string_view etag,
                                 Comparison comparison) {
  std::optional<bool> found;
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, header_name)) continue;
    found = found.value_or(false) || list_has(field.value, etag, comparison);
  }
  return found;
}

// Was it changed after the date in this header? Absent without a header, a valid date or a time.
std::optional<bool> changed_since(const Request& request,
                                  std::string_view header_name,
                                  WallTime modified) {
  const auto text = request.header(header_name);
  if (!text || modified == WallTime{}) return std::nullopt;
  const auto date = parse_http_date(*text);
  if (!date) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(modified) > *date;
}

}  // namespace

Condition condition_of(const Request& request, std::string_view etag, WallTime modified) {
  if (request.method != Method::get && request.method != Method::head) return Condition::go_on;
  if (const auto match = any_line_has(request, "If-Match", etag, Comparison::strong)) {
    if (!*match) return Condition::failed;
  } else if (changed_since(request, "If-Unmodified-Since", modified) == true) {
    return Condition::failed;
  }
  if (const auto match = any_line_has(request, "If-None-Match", etag, Comparison::weak)) {
    return *match ? Condition::not_modified : Condition::go_on;
  }
  if (changed_since(request, "If-Modified-Since", modified) == false) {
    return Condition::not_modified;
  }
  return Condition::go_on;
}

bool range_applies(const Request& request, std::string_view etag, WallTime modified) {
  const auto condition = request.header("If-Range");
  if (!condition) return true;
  if (condition->starts_with('"')) return *condition == etag;
  // A weak tag is not a date, and neither proves that the bytes are the same.
  const auto date = parse_http_date(*condition);
  return date && modified != WallTime{} &&
         std::chrono::floor<std::chrono::seconds>(modified) == *date;
}

bool not_modified(const Request& request, std::string_view etag, WallTime modified) {
  return condition_of(request, etag, modified) == Condition::not_modified;
}

}  // namespace vitrine::http
