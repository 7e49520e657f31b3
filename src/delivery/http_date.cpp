#include "delivery/http_date.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace vitrine::delivery {

namespace {

constexpr std::size_t kLength = 29;
constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// -1 unless every character is a digit.
int number(std::string_view digits) {
  int value = -1;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

unsigned month(std::string_view name) {
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == name) return i + 1;
  }
  return 0;
}

}  // namespace

std::optional<WallTime> parse_http_date(std::string_view text) {
  if (text.size() != kLength || !text.ends_with(" GMT")) return std::nullopt;
  const int day = number(text.substr(5, 2));
  const int year = number(text.substr(12, 4));
  const int hour = number(text.substr(17, 2));
  const int minute = number(text.substr(20, 2));
  const int second = number(text.substr(23, 2));
  if (day < 0 || year < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return std::nullopt;
  // 60 is a leap second.
  if (second < 0 || second > 60) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{month(text.substr(8, 3))},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

}  // namespace vitrine::delivery
