#include "endpoints/sales_query.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "feed/utc_date.h"
#include "http/percent.h"
#include "sales/plain_text.h"

namespace vitrine::endpoints {

namespace {

namespace chrono = std::chrono;

// The whole text as a number without a sign.
std::optional<std::uint64_t> whole(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.begin(), text.end(), value);
  if (read.ec != std::errc{} || read.ptr != text.end()) return std::nullopt;
  return value;
}

struct BucketName {
  std::string_view name;
  sales::Bucket bucket;
  // From the first bucket of a history that does not say where it begins to the last one.
  chrono::minutes span;
};

constexpr BucketName kBuckets[] = {
    {"minute", sales::Bucket::minute, chrono::minutes{59}},
    {"hour", sales::Bucket::hour, chrono::hours{23}},
    {"day", sales::Bucket::day, chrono::days{29}},
};

Result<BucketName> bucket_of(const http::Request& request) {
  const auto asked = request.query_parameter("bucket").value_or("minute");
  const auto* const found = std::ranges::find(kBuckets, asked, &BucketName::name);
  if (found != std::ranges::end(kBuckets)) return *found;
  return fail(FailureKind::bad_request,
              "bucket is " + sales::shown(asked) + "; it must be minute, hour or day");
}

Result<HistoryValue> value_of(const http::Request& request) {
  const auto asked = request.query_parameter("value").value_or("count");
  if (asked == "count") return HistoryValue::count;
  if (asked == "revenue") return HistoryValue::revenue;
  return fail(FailureKind::bad_request,
              "value is " + sales::shown(asked) + "; it must be count or revenue");
}

Result<std::optional<sales::Moment>> moment_of(const http::Request& request,
                                               std::string_view name) {
  // The year 9999; beyond it there is no date to write.
  constexpr std::uint64_t kLast = 253'402'300'799'999;
  const auto asked = request.query_parameter(name);
  if (!asked) return std::nullopt;
  if (const auto number = whole(*asked); number && *number <= kLast) {
    return sales::Moment(chrono::milliseconds(*number));
  }
  if (const auto moment = feed::read_iso_date(*asked)) return *moment;
  return fail(FailureKind::bad_request,
              fmt::format("{} is {}; it must be milliseconds since 1970 or a date with its zone "
                          "such as 2023-11-14T22:13:20Z",
                          name,
                          sales::shown(*asked)));
}

}  // namespace

Result<std::string> search_term(const http::Request& request) {
  auto rest = request.query;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    constexpr std::string_view kName = "term=";
    if (!pair.starts_with(kName)) continue;
    std::string encoded(pair.substr(kName.size()));
    std::ranges::replace(encoded, '+', ' ');
    std::string term;
    return http::percent_decode(encoded, term) ? term : encoded;
  }
  return fail(FailureKind::bad_request, "Say what to search for: ?term=");
}

Result<std::size_t> limit_of(const http::Request& request, std::size_t otherwise, std::size_t max) {
  const auto asked = request.query_parameter("limit");
  if (!asked) return otherwise;
  const auto limit = whole(*asked);
  if (limit && *limit >= 1 && *limit <= max) return *limit;
  return fail(FailureKind::bad_request,
              fmt::format("limit is {}; it must be 1 to {}", sales::shown(*asked), max));
}

Result<HistoryAsked> history_asked(const http::Request& request, WallTime now) {
  TRY(const auto bucket, bucket_of(request));
  TRY(const auto value, value_of(request));
  TRY(const auto from, moment_of(request, "from"));
  TRY(const auto to, moment_of(request, "to"));
  constexpr chrono::milliseconds kOne{1};
  HistoryAsked asked;
  asked.value = value;
  asked.query.bucket = bucket.bucket;
  asked.query.to = to.value_or(chrono::floor<chrono::milliseconds>(now) + kOne);
  // The last millisecond that is shown decides the last bucket.
  asked.query.from = from.value_or(asked.query.to - kOne - bucket.span);
  return asked;
}

}  // namespace vitrine::endpoints
