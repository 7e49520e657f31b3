#include "http/parameters.h"

#include <algorithm>

#include "http/field_value.h"
#include "http/percent.h"

namespace vitrine::http {

namespace {

std::string lowered(std::string_view text) {
  std::string lower_text(text);
  std::ranges::transform(lower_text, lower_text.begin(), lower);
  return lower_text;
}

std::string_view take_token(std::string_view& rest) {
  const auto end = std::ranges::find_if_not(rest, is_token_character);
  const auto token = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(token.size());
  return token;
}

// `rest` begins with the quote. False without an end.
bool take_quoted(std::string_view& rest, std::string& value) {
  for (std::size_t at = 1; at < rest.size(); ++at) {
    const char c = rest[at];
    if (c == '"') {
      rest.remove_prefix(at + 1);
      return true;
    }
    const bool hides =
        c == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\');
    value += hides ? rest[++at] : c;
  }
  return false;
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
}

bool take_parameter(std::string_view& rest, Parameter& parameter) {
  skip_blanks(rest);
  parameter.name = lowered(take_token(rest));
  skip_blanks(rest);
  if (parameter.name.empty() || !rest.starts_with('=')) return false;
  rest.remove_prefix(1);
  skip_blanks(rest);
  if (rest.starts_with('"')) return take_quoted(rest, parameter.value);
  // Some clients leave quotes away that the grammar asks for: up to the next sign.
  const auto end = std::min(rest.find(';'), rest.size());
  parameter.value = trimmed(rest.substr(0, end));
  rest.remove_prefix(end);
  return !parameter.value.empty() && parameter.value.find('"') == std::string::npos;
}

std::string from_latin_1(std::string_view text) {
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | (byte >> 6));
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return utf8;
}

}  // namespace

const std::string* ValueWithParameters::find(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? nullptr : &found->value;
}

std::optional<ValueWithParameters> parse_parameters(std::string_view text) {
  const auto end = std::min(text.find(';'), text.size());
  ValueWithParameters parsed;
  parsed.value = lowered(trimmed(text.substr(0, end)));
  auto rest = text.substr(end);
  while (true) {
    skip_blanks(rest);
    if (rest.empty()) return parsed;
    if (!rest.starts_with(';')) return std::nullopt;
    rest.remove_prefix(1);
    skip_blanks(rest);
    // A sign at the end separates nothing.
    if (rest.empty()) return parsed;
    Parameter parameter;
    if (!take_parameter(rest, parameter) || parsed.find(parameter.name) != nullptr) {
      return std::nullopt;
    }
    parsed.parameters.push_back(std::move(parameter));
  }
}

std::optional<std::string> decode_extended(std::string_view value) {
  const auto charset_end = value.find('\'');
  if (charset_end == std::string_view::npos) return std::nullopt;
  const auto language_end = value.find('\'', charset_end + 1);
  if (language_end == std::string_view::npos) return std::nullopt;
  std::string decoded;
  if (!percent_decode(value.substr(language_end + 1), decoded)) return std::nullopt;
  const auto charset = value.substr(0, charset_end);
  if (equal_ignoring_case(charset, "UTF-8")) return decoded;
  if (equal_ignoring_case(charset, "ISO-8859-1")) return from_latin_1(decoded);
  return std::nullopt;
}

}  // namespace vitrine::http
