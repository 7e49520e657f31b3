#include "sales/calendar.h"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sales/plain_text.h"

namespace vitrine::sales {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

struct Span {
  Moment begin;
  Moment end;
};

Moment moment(date::sys_seconds at) {
  return Moment{at.time_since_epoch()};
}

// Where clocks are put back by less than an hour, an hour is cut in two.
Span hour_of(const date::time_zone& zone, Moment at) {
  const auto info = zone.get_info(at);
  const auto local = at.time_since_epoch() + info.offset;
  const auto begin = Moment{std::chrono::floor<hours>(local) - info.offset};
  return {std::max(begin, moment(info.begin)),
          std::min<Moment>(begin + hours{1}, moment(info.end))};
}

// A midnight that the clocks skip or have twice is the first moment of its day.
Moment midnight(const date::time_zone& zone, date::local_days day) {
  return moment(zone.to_sys(date::local_seconds{day}, date::choose::earliest));
}

Span day_of(const date::time_zone& zone, Moment at) {
  const auto day = date::floor<date::days>(zone.to_local(at));
  return {midnight(zone, day), midnight(zone, day + date::days{1})};
}

Span span_of(const date::time_zone& zone, Bucket bucket, Moment at) {
  switch (bucket) {
    case Bucket::hour:
      return hour_of(zone, at);
    case Bucket::day:
      return day_of(zone, at);
    case Bucket::minute:
      break;
  }
  const auto begin = std::chrono::floor<minutes>(at);
  return {begin, begin + minutes{1}};
}

}  // namespace

Result<Calendar> Calendar::of(const std::string& time_zone) {
  try {
    return Calendar(time_zone, date::locate_zone(time_zone));
  } catch (const std::runtime_error& error) {
    return fail(FailureKind::bad_request,
                "There is no time zone " + shown(time_zone) + " such as Europe/Berlin",
                error.what());
  }
}

Moment Calendar::begin(Bucket bucket, Moment at) const {
  return span_of(*zone_, bucket, at).begin;
}

Moment Calendar::end(Bucket bucket, Moment at) const {
  return span_of(*zone_, bucket, at).end;
}

}  // namespace vitrine::sales
