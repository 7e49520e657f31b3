// Charts as pictures, for places where no script runs: numbers over time, and a ranking. Drawn by
// themselves, as a file or as SVG. Pure: the same chart and scale give the same bytes, on
// every machine with the fonts of packages.txt.
//
// Any thread. A drawing takes some ten milliseconds, so what is drawn is to be kept by the caller.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "failure/result.h"
#include "images/render.h"

namespace vitrine::images {

// Texts are UTF-8 and drawn as they stand, never markup. They come from strangers: what is too long
// is cut, what is no text (controls, turns of the writing direction) or in no font is left out.

// 600 x 240: one value after the other, as an area above zero.
struct TimeChart {
  std::string title;
  // Beside the title, at the right: the sum, or the newest value.
  std::string figure;
  // 1 to kChartValuesMax, finite and not negative.
  std::vector<double> values;
  // How the largest value is written.
  std::string largest;
  // Below the first and the last value.
  std::string from;
  std::string to;

  bool operator==(const TimeChart&) const = default;
};

// 600 wide: a bar for each row, in their order.
struct RankChart {
  struct Row {
    std::string name;
    std::string value;
    // Length of the bar, 0 to 1.
    double share = 0;

    bool operator==(const Row&) const = default;
  };

  std::string title;
  // At most kChartRowsMax. Without any, `empty` is written instead.
  std::vector<Row> rows;
  std::string empty;

  bool operator==(const RankChart&) const = default;
};

using Chart = std::variant<TimeChart, RankChart>;

inline constexpr std::size_t kChartValuesMax = 1440;
inline constexpr std::size_t kChartRowsMax = 10;
inline constexpr int kChartScaleMax = 4;

// 64 bits in hex, of every field: what tells two charts apart in tags and names of results.
std::string chart_digest(const Chart& chart);

// bad_request: the scale is not 1 to kChartScaleMax, or there are too many or improper values.
// It is a PNG.
Result<Encoded> draw_chart(const Chart& chart, int scale);
// An SVG document that needs nothing else. Fails as draw_chart.
Result<std::string> chart_svg(const Chart& chart);

}  // namespace vitrine::images
