#include "tallies/hot_list.h"

#include <deque>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

Series& itself(Series& series) {
  return series;
}

using List = HotList<Series, itself>;

TEST(HotList, PacksTheLeastRecentWhenThereAreTooMany) {
  List list;
  list.limit(3);
  std::deque<Series> series(10);
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto now = 1'700'000'000 + static_cast<Second>(i);
    series[i].add(now, 1);
    list.joined(series[i], now);
    EXPECT_LE(list.size(), 3U);
  }
  for (std::size_t i = 0; i < series.size(); ++i) EXPECT_EQ(series[i].is_hot(), i >= 7) << i;
}

TEST(HotList, PacksWhatIsIdleForAnHour) {
  List list;
  list.limit(100);
  std::deque<Series> series(2);
  series[0].add(1'700'000'000, 1);
  list.joined(series[0], 1'700'000'000);
  series[1].add(1'700'003'601, 1);
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
    gone.add(1, 1);
    list.joined(gone, 1);
    list.left(gone);
    list.left(gone);
  }
  Series stays;
  stays.add(2, 1);
  list.joined(stays, 2);
  EXPECT_EQ(list.size(), 1U);
  EXPECT_TRUE(stays.is_hot());
}

}  // namespace
}  // namespace vitrine::tallies
