#include "images/chart.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::look;
using ::testing::HasSubstr;
using ::testing::Not;

TimeChart an_hour() {
  TimeChart chart{.title = "Sales in the last hour",
                  .figure = "1,284",
                  .values = {},
                  .largest = "41",
                  .from = "13:05",
                  .to = "14:04"};
  for (int i = 0; i < 60; ++i) chart.values.push_back(20 + 20 * std::sin(i / 5.0));
  return chart;
}

RankChart top_three() {
  return {.title = "Top sellers",
          .rows = {{"Nils & the <Frames>", "$1,204.50", 1},
                   {"Ólafía", "$602.25", 0.5},
                   {"李", "$6.00", 0}},
          .empty = "Nothing was sold yet"};
}

pictures::Looked drawn(const Chart& chart, int scale = 1) {
  const auto encoded = draw_chart(chart, scale);
  EXPECT_TRUE(encoded) << encoded.error().public_message << encoded.error().detail;
  return encoded ? look(encoded->bytes) : pictures::Looked();
}

bool is_blue(const pictures::Looked& seen, int x, int y) {
  const auto colour = seen.at(x, y);
  return colour.blue > colour.red + 60 && colour.blue > colour.green + 60;
}

int blue_in_row(const pictures::Looked& seen, int y) {
  int blue = 0;
  for (int x = 0; x < seen.width; ++x) blue += is_blue(seen, x, y) ? 1 : 0;
  return blue;
}

TEST(Chart, HasTheSizeOfItsScale) {
  for (int scale = 1; scale <= kChartScaleMax; ++scale) {
    const auto seen = drawn(an_hour(), scale);
    EXPECT_EQ(seen.width, 600 * scale);
    EXPECT_EQ(seen.height, 240 * scale);
  }
  EXPECT_EQ(drawn(top_three()).height, 60 + 3 * 40 + 4);
}

TEST(Chart, RisesWhereTheValuesDo) {
  auto chart = an_hour();
  chart.values.assign(11, 0);
  chart.values[10] = 7;
  const auto seen = drawn(chart);
  // Nothing at the left; at the right the line ends at the top, 70 below the edge; the figure is
  // above.
  EXPECT_FALSE(is_blue(seen, 30, 120));
  int top = 50;
  while (top < seen.height && !is_blue(seen, 578, top)) ++top;
  EXPECT_NEAR(top, 76, 8);
}

TEST(Chart, HasBarsAsLongAsTheirShares) {
  const auto seen = drawn(top_three());
  EXPECT_NEAR(blue_in_row(seen, 60 + 22), 560, 4);
  EXPECT_NEAR(blue_in_row(seen, 100 + 22), 280, 4);
  // One that sells next to nothing is seen all the same.
  EXPECT_NEAR(blue_in_row(seen, 140 + 22), 8, 3);
}

TEST(Chart, IsDrawnWhateverItsNumbersAre) {
  const std::vector<std::vector<double>> kValues = {
      {0}, {5}, {0, 0}, {1e300, 0, 1e-300}, std::vector<double>(kChartValuesMax, 3)};
  for (const auto& values : kValues) {
    auto chart = an_hour();
    chart.values = values;
    EXPECT_EQ(drawn(chart).width, 600) << values.size();
    EXPECT_TRUE(chart_svg(chart));
  }
  EXPECT_EQ(drawn(RankChart{.title = "Top", .rows = {}, .empty = "Nothing yet"}).height, 104);
}

TEST(Chart, IsDrawnWhateverStrangersAreCalled) {
  const std::string kNames[] = {"",
                                " ",
                                "\x01\x02",
                                "\xff\xfe",
                                "cut\xc3",
                                std::string(5000, 'W'),
                                "a\xe2\x80\xae"
                                "b",
                                "<script>alert(1)</script>",
                                "🦊🎷",
                                "\xf3\xa0\x80\x81"};
  for (const auto& name : kNames) {
    auto chart = top_three();
    chart.title = name;
    chart.rows[1].name = name;
    chart.rows[2].value = name;
    EXPECT_EQ(drawn(chart).width, 600) << name;
    EXPECT_THAT(chart_svg(chart).value_or(""), Not(HasSubstr("<script"))) << name;
  }
}

TEST(Chart, CutsLongNames) {
  auto chart = top_three();
  chart.rows[0].name = std::string(100, 'm');
  EXPECT_THAT(chart_svg(chart).value_or(""), HasSubstr(">" + std::string(39, 'm') + "…<"));
  EXPECT_THAT(chart_svg(top_three()).value_or(""), HasSubstr(">Nils &amp; the &lt;Frames&gt;<"));
}

TEST(Chart, RefusesWhatIsNone) {
  auto chart = an_hour();
  for (const double value : {-1.0, std::numeric_limits<double>::infinity(), std::nan("")}) {
    chart.values = {1, value};
    EXPECT_EQ(draw_chart(chart, 1).error().kind, FailureKind::bad_request) << value;
  }
  chart.values.clear();
  EXPECT_FALSE(draw_chart(chart, 1));
  chart.values.assign(kChartValuesMax + 1, 1);
  EXPECT_FALSE(chart_svg(chart));
  EXPECT_FALSE(draw_chart(an_hour(), 0));
  EXPECT_FALSE(draw_chart(an_hour(), kChartScaleMax + 1));
  auto ranks = top_three();
  ranks.rows.resize(kChartRowsMax + 1);
  EXPECT_FALSE(draw_chart(ranks, 1));
}

TEST(Chart, IsToldApartByEveryField) {
  const Chart kCharts[] = {an_hour(), top_three()};
  EXPECT_NE(chart_digest(kCharts[0]), chart_digest(kCharts[1]));
  auto other = an_hour();
  other.values.back() += 1e-9;
  EXPECT_NE(chart_digest(an_hour()), chart_digest(other));
  auto ranks = top_three();
  ranks.rows[2].share = 0.001;
  EXPECT_NE(chart_digest(top_three()), chart_digest(ranks));
  ranks = top_three();
  ranks.rows[0].name += "x";
  EXPECT_NE(chart_digest(top_three()), chart_digest(ranks));
  EXPECT_EQ(chart_digest(an_hour()), chart_digest(an_hour()));
  EXPECT_EQ(draw_chart(an_hour(), 2)->bytes, draw_chart(an_hour(), 2)->bytes);
}

}  // namespace
}  // namespace vitrine::images
