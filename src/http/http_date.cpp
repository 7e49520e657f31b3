#include "http/http_date.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "http/field_value.h"

namespace vitrine::http {

namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::array<std::string_view, 7> kDays = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads the parts of a date one after the other; once one is wrong, all later ones are too.
class DateText {
 public:
  explicit DateText(std::string_view text) : rest_(text) {}

  void literal(std::string_view expected) {
    if (rest_.starts_with(expected)) {
      rest_.remove_prefix(expected.size());
    } else {
      broken_ = true;
    }
  }

  // `width` digits; a leading blank counts as a zero where asctime pads a day with one.
  unsigned number(std::size_t width, bool blank_padded = false) {
    if (rest_.size() < width) {
      broken_ = true;
      return 0;
    }
    unsigned value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const char c = blank_padded && i == 0 && rest_[i] == ' ' ? '0' : rest_[i];
      if (!is_digit(c)) broken_ = true;
      value = value * 10 + (static_cast<unsigned char>(c) - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }

  std::chrono::month month() {
    for (unsigned i = 0; i < kMonths.size(); ++i) {
      if (rest_.starts_with(kMonths[i])) {
        rest_.remove_prefix(3);
        return std::chrono::month(i + 1);
      }
    }
    broken_ = true;
    return {};
  }

  // "Sunday" or "Sun".
  void weekday(bool whole) {
    for (const auto day : kDays) {
      const auto expected = whole ? day : day.substr(0, 3);
      if (rest_.starts_with(expected)) return rest_.remove_prefix(expected.size());
    }
    broken_ = true;
  }

  seconds time_of_day() {
    const auto hour = number(2);
    literal(":");
    const auto minute = number(2);
    literal(":");
    const auto second = number(2);
    if (hour > 23 || minute > 59 || second > 60) broken_ = true;
    return seconds(hour * 3600 + minute * 60 + second);
  }

  std::optional<WallTime> finish(unsigned year,
                                 std::chrono::month month,
                                 unsigned day,
                                 seconds time) {
    if (broken_ || !rest_.empty()) return std::nullopt;
    // WallTime counts nanoseconds and ends in 2262; what is outside these years compares the same.
    const auto kept_year = static_cast<int>(std::clamp(year, 1700U, 2200U));
    const std::chrono::year_month_day date(
        std::chrono::year(kept_year), month, std::chrono::day(day));
    if (!date.ok()) return std::nullopt;
    return WallTime(std::chrono::sys_days(date)) + time;
  }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

std::optional<WallTime> parse_fixed(std::string_view text) {
  DateText date(text);
  date.weekday(false);
  date.literal(", ");
  const auto day = date.number(2);
  date.literal(" ");
  const auto month = date.month();
  date.literal(" ");
  const auto year = date.number(4);
  date.literal(" ");
  const auto time = date.time_of_day();
  date.literal(" GMT");
  return date.finish(year, month, day, time);
}

std::optional<WallTime> parse_rfc850(std::string_view text) {
  DateText date(text);
  date.weekday(true);
  date.literal(", ");
  const auto day = date.number(2);
  date.literal("-");
  const auto month = date.month();
  date.literal("-");
  const auto year = date.number(2);
  date.literal(" ");
  const auto time = date.time_of_day();
  date.literal(" GMT");
  return date.finish(year < 70 ? 2000 + year : 1900 + year, month, day, time);
}

std::optional<WallTime> parse_asctime(std::string_view text) {
  DateText date(text);
  date.weekday(false);
  date.literal(" ");
  const auto month = date.month();
  date.literal(" ");
  const auto day = date.number(2, true);
  date.literal(" ");
  const auto time = date.time_of_day();
  date.literal(" ");
  const auto year = date.number(4);
  return date.finish(year, month, day, time);
}

void put_number(char* at, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

void write_http_date(WallTime time, std::span<char, kDateBytes> out) {
  constexpr std::string_view kShape = "Sun, 06 Nov 1994 08:49:37 GMT";
  static_assert(kShape.size() == kDateBytes);
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const auto second = static_cast<unsigned>(std::chrono::floor<seconds>(time - day).count());
  char* const at = out.data();
  kShape.copy(at, kDateBytes);
  kDays[std::chrono::weekday(day).c_encoding()].copy(at, 3);
  put_number(at + 5, static_cast<unsigned>(date.day()), 2);
  kMonths[static_cast<unsigned>(date.month()) - 1].copy(at + 8, 3);
  put_number(at + 12, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  put_number(at + 17, second / 3600, 2);
  put_number(at + 20, second / 60 % 60, 2);
  put_number(at + 23, second % 60, 2);
}

std::string http_date(WallTime time) {
  std::string text(kDateBytes, ' ');
  write_http_date(time, std::span<char, kDateBytes>(text));
  return text;
}

std::optional<WallTime> parse_http_date(std::string_view text) {
  if (text.size() == kDateBytes && text[3] == ',') return parse_fixed(text);
  if (text.size() > 3 && text[3] == ' ') return parse_asctime(text);
  return parse_rfc850(text);
}

}  // namespace vitrine::http
