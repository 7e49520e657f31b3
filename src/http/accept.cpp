#include "http/accept.h"

#include <algorithm>

#include "http/field_value.h"

namespace vitrine::http {

namespace {

// How well the ranges seen so far accept one type: the most specific one decides.
struct Acceptance {
  std::string_view type;
  int specificity = 0;  // 3: the type itself; 2: "text/*"; 1: "*/*"
  int quality = 0;      // thousandths

  void see(std::string_view range, int range_quality) {
    const auto family = type.substr(0, type.find('/') + 1);
    int match = 0;
    if (equal_ignoring_case(range, type)) {
      match = 3;
    } else if (range.ends_with("/*") &&
               equal_ignoring_case(range.substr(0, range.size() - 1), family)) {
      match = 2;
    } else if (range == "*/*") {
      match = 1;
    }
    if (match == 0 || match < specificity) return;
    specificity = match;
    quality = range_quality;
  }
};

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

bool prefers_json(const Request& request) {
  Acceptance json{.type = "application/json"};
  Acceptance text{.type = "text/plain"};
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, "Accept")) continue;
    auto rest = field.value;
    while (!rest.empty()) {
      auto item = next_part(rest, ',');
      const auto range = next_part(item, ';');
      const int quality = quality_parameter(item);
      json.see(range, quality);
      text.see(range, quality);
    }
  }
  if (json.quality == text.quality) return json.quality > 0 && json.specificity == 3;
  return json.quality > text.quality;
}

}  // namespace vitrine::http
