#include "endpoints/fields.h"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "http/field_value.h"
#include "http/percent.h"

namespace vitrine::endpoints {

namespace {

constexpr std::size_t kFieldsMax = 50;

using Names = std::initializer_list<std::string_view>;

// application/x-www-form-urlencoded, as the URL standard has it.
Result<std::string> decoded(std::string_view text) {
  std::string plus(text);
  std::ranges::replace(plus, '+', ' ');
  std::string out;
  if (!http::percent_decode(plus, out)) {
    return fail(FailureKind::bad_request, "The form has a broken escape");
  }
  return out;
}

Result<Fields> read_form(std::string_view body) {
  Fields fields;
  for (std::size_t count = 0; !body.empty(); ++count) {
    if (count == kFieldsMax) return fail(FailureKind::bad_request, "The form has too many fields");
    const auto end = std::min(body.find('&'), body.size());
    const auto pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    TRY(auto name, decoded(pair.substr(0, equals)));
    TRY(auto value, decoded(pair.substr(std::min(equals + 1, pair.size()))));
    fields.put(name, value);
  }
  return fields;
}

Result<Fields> read_object(std::string_view body, Names texts) {
  boost::json::error_code error;
  const auto json = boost::json::parse({body.data(), body.size()}, error);
  if (error || !json.is_object()) {
    return fail(FailureKind::bad_request, "The body is no JSON object");
  }
  Fields fields;
  for (const auto name : texts) {
    const auto* value = json.get_object().if_contains({name.data(), name.size()});
    if (value == nullptr) continue;
    if (!value->is_string()) {
      return fail(FailureKind::bad_request, fmt::format("{} must be a text", name));
    }
    fields.put(name, std::string(value->get_string()));
  }
  return fields;
}

}  // namespace

const std::string& Fields::operator[](std::string_view name) const {
  static const std::string nothing;
  const auto found = values_.find(name);
  return found == values_.end() ? nothing : found->second;
}

bool is_json(const http::Request& request) {
  auto type = request.header("Content-Type").value_or(std::string_view{});
  return http::equal_ignoring_case(http::next_part(type, ';'), "application/json");
}

Result<Fields> read_fields(const http::Request& request, Names texts) {
  return is_json(request) ? read_object(request.body, texts) : read_form(request.body);
}

}  // namespace vitrine::endpoints
