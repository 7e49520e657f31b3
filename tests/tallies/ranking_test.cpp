#include "tallies/ranking.h"

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

TEST(Ranking, PutsMostClicksFirstAndTheLastNameFirstAmongEquals) {
  Ranking ranking;
  ranking.move("camera", 0, 3);
  ranking.move("watch", 0, 5);
  ranking.move("perfume", 0, 3);
  EXPECT_EQ(ranking.rank("watch", 5), 1U);
  EXPECT_EQ(ranking.rank("perfume", 3), 2U);
  EXPECT_EQ(ranking.rank("camera", 3), 3U);
  EXPECT_EQ(ranking.rank("nobody", 0), 0U);
  EXPECT_EQ(ranking.first(2), (std::vector<std::string_view>{"watch", "perfume"}));
}

TEST(Ranking, FollowsWhatMoves) {
  Ranking ranking;
  ranking.move("a", 0, 1);
  ranking.move("b", 0, 2);
  ranking.move("a", 1, 3);
  EXPECT_EQ(ranking.rank("a", 3), 1U);
  ranking.move("a", 3, 0);
  EXPECT_EQ(ranking.rank("b", 2), 1U);
  EXPECT_EQ(ranking.first(9), std::vector<std::string_view>{"b"});
}

}  // namespace
}  // namespace vitrine::tallies
