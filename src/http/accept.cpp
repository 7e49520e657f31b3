#include "http/accept.h"

#include <algorithm>

#include "http/field_value.h"

namespace vitrine::http {

namespace {

int specificity_of(std::string_view range, std::string_view type) {
  if (equal_ignoring_case(range, type)) return 3;
  if (range == "*/*") return 1;
  const auto family = type.substr(0, type.find('/') + 1);
  const bool of_family =
      range.ends_with("/*") && equal_ignoring_case(range.substr(0, range.size() - 1), family);
  return of_family ? 2 : 0;
}

// "0.85" to 850; what is not a quality counts as 1, as if it were absent.
int thousandths(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 1000;
  int value = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] == '.') {
    int unit = 100;
    for (const char c : text.substr(2, 3)) {
      if (!is_digit(c)) return 1000;
      value += (c - '0') * unit;
      unit /= 10;
    }
  }
  return std::min(value, 1000);
}

int quality_parameter(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto parameter = next_part(parameters, ';');
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      return thousandths(parameter.substr(2));
    }
  }
  return 1000;
}

}  // namespace

Acceptance acceptance_of(const Request& request, std::string_view type) {
  Acceptance best;
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, "Accept")) continue;
    auto rest = field.value;
    while (!rest.empty()) {
      auto item = next_part(rest, ',');
      const int specificity = specificity_of(next_part(item, ';'), type);
      if (specificity == 0 || specificity < best.specificity) continue;
      best = {.quality = quality_parameter(item), .specificity = specificity};
    }
  }
  return best;
}

bool prefers_json(const Request& request, std::string_view other) {
  const auto json = acceptance_of(request, "application/json");
  const auto rival = acceptance_of(request, other);
  if (json.quality == rival.quality) return json.quality > 0 && json.by_name();
  return json.quality > rival.quality;
}

int coding_quality(const Request& request, std::string_view coding) {
  int quality = 0;
  bool named = false;
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, "Accept-Encoding")) continue;
    auto rest = field.value;
    while (!rest.empty()) {
      auto item = next_part(rest, ',');
      const auto name = next_part(item, ';');
      const bool itself = equal_ignoring_case(name, coding);
      if (!itself && (named || name != "*")) continue;
      named = named || itself;
      quality = quality_parameter(item);
    }
  }
  return quality;
}

}  // namespace vitrine::http
