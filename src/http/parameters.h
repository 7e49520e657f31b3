// `text; name=value; name="quoted value"`: what Content-Type and Content-Disposition are made of.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::http {

struct Parameter {
  std::string name;  // in lower case
  std::string value;
};

struct ValueWithParameters {
  // In front of the first ';', in lower case, without blanks.
  std::string value;
  // In their order, each name once.
  std::vector<Parameter> parameters;

  // Null when there is none of that name.
  const std::string* find(std::string_view name) const;
};

// Absent for what is not of that form, and for a name that stands there twice. Inside quotes a
// backslash hides a quote or a backslash and nothing else, because clients write paths as they are
// ("C:\a.png").
std::optional<ValueWithParameters> parse_parameters(std::string_view text);

// `UTF-8'en'na%C3%AFve` (RFC 8187), of which the value is UTF-8 afterwards. Absent for what is not
// of that form, or in another charset than UTF-8 and ISO-8859-1.
std::optional<std::string> decode_extended(std::string_view value);

}  // namespace vitrine::http
