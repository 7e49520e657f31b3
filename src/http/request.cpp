#include "http/request.h"

#include "http/field_value.h"
#include "http/percent.h"

namespace vitrine::http {

std::string_view name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
  }
  return "";
}

std::optional<std::string_view> Request::header(std::string_view header_name) const {
  for (const auto& field : headers) {
    if (equal_ignoring_case(field.name, header_name)) return field.value;
  }
  return std::nullopt;
}

std::string_view Request::parameter(std::string_view parameter_name) const {
  for (const auto& parameter : parameters) {
    if (parameter.name == parameter_name) return parameter.value;
  }
  return {};
}

std::optional<std::string> Request::query_parameter(std::string_view parameter_name) const {
  auto rest = query;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    std::string decoded_name;
    if (!percent_decode(pair.substr(0, equals), decoded_name)) continue;
    if (decoded_name != parameter_name) continue;
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    std::string decoded;
    if (!percent_decode(value, decoded)) return std::string(value);
    return decoded;
  }
  return std::nullopt;
}

}  // namespace vitrine::http
