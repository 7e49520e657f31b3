#include "tallies/hot_list.h"

#include <deque>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

Series& itself(Series& series) {
  return series;
}

using List = HotList<Series, itself>;

// Counts until the rings are out.
void heat(Series& series, Second at) {
  while (!series.is_hot()) series.add(at, 1);
}

TEST(HotList, PacksTheLeastRecentWhenThereAreTooMany) {
  List list;
  list.limit(3);
  std::deque<Series> series(10);
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto now = 1'700'000'000 + static_cast<Second>(i);
    heat(series[i], now);
    list.joined(series[i], now);
    EXPECT_LE(list.size(), 3U);
  }
  for (std::size_t i = 0; i < series.size(); ++i) EXPECT_EQ(series[i].is_hot(), i >= 7) << i;
}

TEST(HotList, PacksWhatIsIdleForAnHour) {
  List list;
  list.limit(100);
  std::deque<Series> series(2);
  heat(series[0], 1'700'000'000);
  list.joined(series[0], 1'700'000'000);
  heat(series[1], 1'700'003'601);
  list.joined(series[1], 1'700'003'601);
  EXPECT_FALSE(series[0].is_hot());
  EXPECT_TRUE(series[1].is_hot());
  EXPECT_EQ(list.size(), 1U);
}

TEST(HotList, ForgetsWhoLeaves) {
  List list;
  list.limit(1);
  {
    Series gone;
    heat(gone, 1);
    list.joined(gone, 1);
    list.left(gone);
    list.left(gone);
  }
  Series stays;
  heat(stays, 2);
  list.joined(stays, 2);
  EXPECT_EQ(list.size(), 1U);
  EXPECT_TRUE(stays.is_hot());
}

}  // namespace
}  // namespace vitrine::tallies
