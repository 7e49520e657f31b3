#include "feed/utc_date.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sales/money.h"
#include "sales/plain_text.h"

namespace vitrine::feed {

namespace {

namespace chrono = std::chrono;

// A number of seconds with three decimals is a number of milliseconds.
constexpr sales::Currency kSeconds{"s", 3};

// Takes digits and marks from the front of a text; holds() is false after the first thing that is
// not there.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char letter = i < text_.size() ? text_[i] : 'x';
      holds_ = holds_ && letter >= '0' && letter <= '9';
      if (!holds_) return 0;
      value = value * 10 + (letter - '0');
    }
    text_.remove_prefix(count);
    return value;
  }

  // One of `letters`.
  char mark(std::string_view letters) {
    const char letter = text_.empty() ? '\0' : text_.front();
    holds_ = holds_ && letter != '\0' && letters.contains(letter);
    if (!holds_) return '\0';
    text_.remove_prefix(1);
    return letter;
  }

  // ".123" without its point; "0" when there is none.
  std::string_view fraction() {
    if (!holds_ || !text_.starts_with('.')) return "0";
    text_.remove_prefix(1);
    const auto end = std::min(text_.find_first_not_of("0123456789"), text_.size());
    holds_ = end > 0;
    const auto digits = text_.substr(0, end);
    text_.remove_prefix(end);
    return digits;
  }

  bool holds() const { return holds_; }

  bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
  bool holds_ = true;
};

std::optional<chrono::minutes> read_zone(Reader& reader) {
  const char mark = reader.mark("Zz+-");
  if (mark != '+' && mark != '-') return chrono::minutes(0);
  const int hours = reader.digits(2);
  reader.mark(":");
  const int minutes = reader.digits(2);
  if (hours > 23 || minutes > 59) return std::nullopt;
  const chrono::minutes ahead(hours * 60 + minutes);
  return mark == '-' ? -ahead : ahead;
}

std::optional<sales::Moment> moment_of(std::string_view text) {
  Reader reader(text);
  const chrono::year year(reader.digits(4));
  reader.mark("-");
  const chrono::month month(static_cast<unsigned>(reader.digits(2)));
  reader.mark("-");
  const chrono::day day(static_cast<unsigned>(reader.digits(2)));
  reader.mark("Tt ");
  const int hour = reader.digits(2);
  reader.mark(":");
  const int minute = reader.digits(2);
  reader.mark(":");
  const int second = reader.digits(2);
  const auto fraction = reader.fraction();
  const auto zone = read_zone(reader);
  const chrono::year_month_day date(year, month, day);
  const bool in_range = date.ok() && hour < 24 && minute < 60 && second < 61;
  if (!reader.holds() || !reader.at_end() || !in_range || !zone) return std::nullopt;
  const auto milliseconds = sales::parse_amount(
      "utc_date", "0." + std::string(fraction), kSeconds, sales::Rounding::nearest);
  if (!milliseconds) return std::nullopt;
  return sales::Moment(chrono::sys_days(date)) + chrono::hours(hour) + chrono::minutes(minute) +
         chrono::seconds(second) + chrono::milliseconds(*milliseconds) - *zone;
}

}  // namespace

Result<sales::Moment> read_seconds(std::string_view number) {
  TRY(const auto milliseconds,
      sales::parse_amount("utc_date", number, kSeconds, sales::Rounding::nearest));
  return sales::Moment(chrono::milliseconds(milliseconds));
}

Result<sales::Moment> read_iso_date(std::string_view text) {
  if (const auto moment = moment_of(text)) return *moment;
  return fail(FailureKind::bad_request,
              "utc_date is " + sales::shown(text) +
                  "; it must be seconds since 1970 or a date with its zone such as "
                  "2023-11-14T22:13:20.000Z");
}

std::string iso_date(sales::Moment at) {
  const auto day = chrono::floor<chrono::days>(at);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     time.hours().count(),
                     time.minutes().count(),
                     time.seconds().count(),
                     time.subseconds().count());
}

}  // namespace vitrine::feed
