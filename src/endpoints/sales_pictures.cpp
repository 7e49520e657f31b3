#include "endpoints/sales_pictures.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "endpoints/number_text.h"
#include "endpoints/signature.h"

namespace vitrine::endpoints {

namespace {

constexpr std::size_t kSellers = 5;

std::string dollars(sales::Sum cents) {
  return "$" + grouped_digits(sales::amount_text(cents, sales::kUsd.decimals));
}

// Who reads a mail may be anywhere, and the picture may be an hour old.
std::string time_text(sales::Moment at) {
  return fmt::format("{:%H:%M} UTC", std::chrono::floor<std::chrono::minutes>(at));
}

images::TimeChart chart_of(const sales::History& history, bool revenue) {
  images::TimeChart chart{.title = revenue ? "Revenue of the last hour" : "Sales of the last hour",
                          .figure = {},
                          .values = {},
                          .largest = {},
                          .from = {},
                          .to = {}};
  sales::Sum sum = 0;
  sales::Sum largest = 0;
  for (const auto& point : history.points) {
    const sales::Sum value = revenue ? point.revenue : static_cast<sales::Sum>(point.count);
    sum += value;
    largest = std::max(largest, value);
    chart.values.push_back(static_cast<double>(value));
  }
  const auto text = [revenue](sales::Sum value) {
    return revenue ? dollars(value) : grouped_digits(sales::amount_text(value, 0));
  };
  chart.figure = text(sum);
  chart.largest = text(largest);
  if (!history.points.empty()) {
    chart.from = time_text(history.points.front().at);
    chart.to = time_text(history.points.back().at);
  }
  return chart;
}

images::RankChart chart_of(const sales::TopSellers& top) {
  images::RankChart chart{.title = "Top sellers", .rows = {}, .empty = "Nothing was sold yet"};
  const auto most = top.sellers.empty() ? sales::Sum{0} : top.sellers.front().revenue;
  for (const auto& seller : top.sellers) {
    const double share =
        most > 0 ? static_cast<double>(seller.revenue) / static_cast<double>(most) : 0;
    chart.rows.push_back({seller.artist_name, dollars(seller.revenue), share});
  }
  return chart;
}

}  // namespace

SalesPictures::SalesPictures(SalesPicturesConfig config,
                             sales::Sales& sales,
                             LabelPictures& pictures)
    : config_(std::move(config)), sales_(sales), pictures_(pictures) {
}

void SalesPictures::add_routes(http::Router& router,
                               const std::function<http::Handler(http::Handler)>& guard) {
  const auto add = [&](const char* pattern, Show show, LabelFile file) {
    const http::Handler open = [this, show, file](const http::Request& request) -> http::Answer {
      return (this->*show)(request, file);
    };
    router.add(
        http::Method::get,
        pattern,
        [this, open, guarded = guard(open)](const http::Request& request) -> http::Answer {
          if (!is_signed(request.target)) return guarded(request);
          TRY_VOID(check_signature(request.target, config_.signing_key, config_.signing_salt));
          return open(request);
        });
  };
  add("/live/sales.png", &SalesPictures::last_hour, LabelFile::png);
  add("/live/sales.svg", &SalesPictures::last_hour, LabelFile::svg);
  add("/live/top-sellers.png", &SalesPictures::top_sellers, LabelFile::png);
  add("/live/top-sellers.svg", &SalesPictures::top_sellers, LabelFile::svg);
}

SalesPictures::Reply SalesPictures::last_hour(const http::Request& request, LabelFile file) {
  const auto value = request.query_parameter("value").value_or("count");
  if (value != "count" && value != "revenue") {
    co_return fail(FailureKind::bad_request, "value=" + value + " is none of count, revenue");
  }
  CO_TRY(const auto history, co_await sales_.last_hour());
  co_return co_await shown(request, chart_of(history, value == "revenue"), file);
}

SalesPictures::Reply SalesPictures::top_sellers(const http::Request& request, LabelFile file) {
  CO_TRY(const auto top, co_await sales_.top_sellers(kSellers));
  co_return co_await shown(request, chart_of(top), file);
}

SalesPictures::Reply SalesPictures::shown(const http::Request& request,
                                          images::Chart chart,
                                          LabelFile file) {
  const int scale = file == LabelFile::png && request.query_parameter("scale") == "2" ? 2 : 1;
  CO_TRY(const auto drawn, co_await pictures_.get(std::move(chart), scale, file));
  co_return label_response(request, drawn, kNeverKept);
}

}  // namespace vitrine::endpoints
