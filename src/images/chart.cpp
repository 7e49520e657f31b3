#include "images/chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "images/drawing/letters.h"
#include "images/drawing/sketch.h"
#include "images/drawing/undrawable.h"
#include "images/encode.h"

namespace vitrine::images {

namespace {

constexpr std::uint32_t kWidth = 600;
constexpr double kMargin = 20;
constexpr double kInner = kWidth - 2 * kMargin;

constexpr Colour kInk{17, 24, 39};
constexpr Colour kMuted{75, 85, 99};
constexpr Colour kGrid{229, 231, 235};
constexpr Colour kAccent{29, 78, 216};
constexpr Colour kTrack{238, 242, 255};

Words words(std::string text, Point at, Anchor anchor = Anchor::start) {
  return {.text = std::move(text),
          .at = at,
          .anchor = anchor,
          .cap_height = 9,
          .width_max = kInner / 2,
          .weight = Weight::semibold,
          .colour = kMuted};
}

Words heading(const std::string& text, double room) {
  constexpr std::size_t kTitleMax = 48;
  auto title = words(drawable(text, kTitleMax), {kMargin, 36});
  title.cap_height = 13;
  title.weight = Weight::bold;
  title.width_max = room;
  title.colour = kInk;
  return title;
}

constexpr std::size_t kShortMax = 24;

Sketch sketch_of(const TimeChart& chart) {
  constexpr double kTop = 70;
  constexpr double kBase = 204;
  constexpr int kLines = 3;
  Sketch sketch{.size = {kWidth, 240}, .title = drawable(chart.title, 200), .shapes = {}};
  auto& shapes = sketch.shapes;
  shapes.emplace_back(heading(chart.title, kInner * 0.6));
  auto figure = words(drawable(chart.figure, kShortMax), {kMargin + kInner, 36}, Anchor::end);
  figure.cap_height = 13;
  figure.weight = Weight::bold;
  figure.colour = kAccent;
  figure.width_max = kInner * 0.35;
  shapes.emplace_back(std::move(figure));
  for (int i = 0; i < kLines; ++i) {
    const double y = kTop + (kBase - kTop) * i / (kLines - 1);
    shapes.emplace_back(Bar{{kMargin, y - 0.5}, kInner, 1, 0, kGrid});
  }
  shapes.emplace_back(words(drawable(chart.largest, kShortMax), {kMargin, kTop - 6}));

  const double largest = *std::ranges::max_element(chart.values);
  const auto steps = static_cast<double>(std::max<std::size_t>(1, chart.values.size() - 1));
  std::vector<Point> line;
  for (std::size_t i = 0; i < chart.values.size(); ++i) {
    const double height = largest > 0 ? chart.values[i] / largest : 0;
    line.push_back(
        {kMargin + kInner * static_cast<double>(i) / steps, kBase - (kBase - kTop) * height});
  }
  if (line.size() == 1) line.push_back({kMargin + kInner, line.front().y});
  shapes.emplace_back(Area{line, kBase, kAccent, 0.16});
  shapes.emplace_back(Stroke{std::move(line), 2, kAccent});
  shapes.emplace_back(words(drawable(chart.from, kShortMax), {kMargin, 226}));
  shapes.emplace_back(words(drawable(chart.to, kShortMax), {kMargin + kInner, 226}, Anchor::end));
  return sketch;
}

Sketch sketch_of(const RankChart& chart) {
  constexpr double kTop = 60;
  constexpr double kRow = 40;
  constexpr std::size_t kNameMax = 40;
  const auto rows = std::max<std::size_t>(1, chart.rows.size());
  const auto height = static_cast<std::uint32_t>(kTop + kRow * static_cast<double>(rows) + 4);
  Sketch sketch{.size = {kWidth, height}, .title = drawable(chart.title, 200), .shapes = {}};
  auto& shapes = sketch.shapes;
  shapes.emplace_back(heading(chart.title, kInner));
  if (chart.rows.empty()) {
    shapes.emplace_back(words(drawable(chart.empty, kNameMax * 2), {kMargin, kTop + 16}));
  }
  double y = kTop;
  for (const auto& row : chart.rows) {
    auto name = words(drawable(row.name, kNameMax), {kMargin, y + 11});
    name.colour = kInk;
    name.width_max = kInner * 0.7;
    shapes.emplace_back(std::move(name));
    auto value = words(drawable(row.value, kShortMax), {kMargin + kInner, y + 11}, Anchor::end);
    value.width_max = kInner * 0.28;
    shapes.emplace_back(std::move(value));
    constexpr double kBar = 8;
    shapes.emplace_back(Bar{{kMargin, y + 18}, kInner, kBar, kBar / 2, kTrack});
    // One that sells next to nothing is seen all the same.
    const double width = std::max(kBar, kInner * std::clamp(row.share, 0.0, 1.0));
    shapes.emplace_back(Bar{{kMargin, y + 18}, width, kBar, kBar / 2, kAccent});
    y += kRow;
  }
  return sketch;
}

Result<void> check_chart(const TimeChart& chart) {
  const bool proper = std::ranges::all_of(
      chart.values, [](double value) { return std::isfinite(value) && value >= 0; });
  if (proper && !chart.values.empty() && chart.values.size() <= kChartValuesMax) return {};
  return fail(FailureKind::bad_request,
              fmt::format("A chart has 1 to {} values that are not negative; this one has {}",
                          kChartValuesMax,
                          chart.values.size()));
}

Result<void> check_chart(const RankChart& chart) {
  const bool proper = std::ranges::all_of(
      chart.rows, [](const RankChart::Row& row) { return std::isfinite(row.share); });
  if (proper && chart.rows.size() <= kChartRowsMax) return {};
  return fail(FailureKind::bad_request,
              fmt::format("A chart has at most {} rows of finite length; this one has {}",
                          kChartRowsMax,
                          chart.rows.size()));
}

Result<Sketch> checked_sketch(const Chart& chart) {
  TRY_VOID(std::visit([](const auto& kind) { return check_chart(kind); }, chart));
  return std::visit([](const auto& kind) { return sketch_of(kind); }, chart);
}

// With its length in front, so that no two lists of texts are written alike.
void put(std::string& to, std::string_view text) {
  fmt::format_to(std::back_inserter(to), "{}:{}", text.size(), text);
}

std::string fields_of(const TimeChart& chart) {
  std::string fields = "time";
  for (const auto* text : {&chart.title, &chart.figure, &chart.largest, &chart.from, &chart.to}) {
    put(fields, *text);
  }
  return fields + fmt::format("{}", fmt::join(chart.values, ","));
}

std::string fields_of(const RankChart& chart) {
  std::string fields = "rank";
  put(fields, chart.title);
  put(fields, chart.empty);
  for (const auto& row : chart.rows) {
    put(fields, row.name);
    put(fields, row.value);
    put(fields, fmt::format("{}", row.share));
  }
  return fields;
}

}  // namespace

std::string chart_digest(const Chart& chart) {
  constexpr std::size_t kDigits = 16;
  const auto fields = std::visit([](const auto& kind) { return fields_of(kind); }, chart);
  return crypto::hex(crypto::sha256(fields)).substr(0, kDigits);
}

Result<Encoded> draw_chart(const Chart& chart, int scale) {
  if (scale < 1 || scale > kChartScaleMax) {
    return fail(
        FailureKind::bad_request,
        fmt::format("A chart is drawn at a scale of 1 to {}, not {}", kChartScaleMax, scale));
  }
  TRY(const auto sketch, checked_sketch(chart));
  try {
    const auto times = static_cast<std::uint32_t>(scale);
    return Encoded{encode_drawing(paint(sketch, scale), Format::png),
                   Format::png,
                   sketch.size.width * times,
                   sketch.size.height * times};
  } catch (const vips::VError& error) {
    return std::unexpected(undrawable(error));
  }
}

Result<std::string> chart_svg(const Chart& chart) {
  TRY(const auto sketch, checked_sketch(chart));
  return svg_of(sketch);
}

}  // namespace vitrine::images
