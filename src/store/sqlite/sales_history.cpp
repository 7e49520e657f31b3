#include "store/sqlite/sales_history.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace vitrine::store::sqlite {

namespace {

using sales::Bucket;
using sales::HistoryPoint;
using sales::Moment;

std::string_view sql_of(Bucket bucket) {
  switch (bucket) {
    case Bucket::minute:
      return "SELECT at, count, usd FROM sale_minute WHERE at >= ?1 AND at < ?2 ORDER BY at";
    case Bucket::hour:
      return "SELECT at, count, usd FROM sale_quarter WHERE at >= ?1 AND at < ?2 ORDER BY at";
    case Bucket::day:
      break;
  }
  return "SELECT at, count, usd FROM sale_day WHERE at >= ?1 AND at < ?2 ORDER BY at";
}

// Nobody asks for what lies beyond, and calendars end somewhere.
Moment within_calendar(Moment at) {
  constexpr Moment kLatest{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}};
  return std::clamp(at, sales::kEarliest, kLatest);
}

// Without purchases.
Result<std::vector<HistoryPoint>> empty_buckets(const sales::Calendar& calendar,
                                                Bucket bucket,
                                                Moment from,
                                                Moment to) {
  std::vector<HistoryPoint> points;
  for (auto at = calendar.begin(bucket, from); at < to; at = calendar.end(bucket, at)) {
    if (points.size() == sales::Book::kPointsMax) {
      return fail(FailureKind::bad_request,
                  fmt::format("The history has more than {} points; ask for less of it, or for "
                              "larger buckets",
                              sales::Book::kPointsMax));
    }
    points.push_back({.at = at, .count = 0, .revenue = 0});
  }
  return points;
}

}  // namespace

Result<std::vector<HistoryPoint>> read_history(Database& database,
                                               const sales::Calendar& calendar,
                                               const sales::HistoryQuery& query) {
  TRY(auto points,
      empty_buckets(
          calendar, query.bucket, within_calendar(query.from), within_calendar(query.to)));
  if (points.empty()) return points;
  const auto end = calendar.end(query.bucket, points.back().at);
  TRY(auto rows,
      database.query(sql_of(query.bucket),
                     {std::int64_t{points.front().at.time_since_epoch().count()},
                      std::int64_t{end.time_since_epoch().count()}}));
  std::size_t place = 0;
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) return points;
    const Moment at{std::chrono::milliseconds{rows.integer(0)}};
    while (place + 1 < points.size() && points[place + 1].at <= at) ++place;
    points[place].count += static_cast<std::uint64_t>(rows.integer(1));
    points[place].revenue += rows.integer(2);
  }
}

}  // namespace vitrine::store::sqlite
