#include "tallies/cold_names.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

TEST(ColdNames, GiveBackWhatWasPut) {
  ColdNames names;
  EXPECT_TRUE(names.put("home", 7, "state"));
  EXPECT_TRUE(names.put("", 1, ""));
  ASSERT_TRUE(names.find("home"));
  EXPECT_EQ(names.find("home")->holds, 7U);
  EXPECT_EQ(names.find("home")->state, "state");
  EXPECT_EQ(names.find("")->state, "");
  EXPECT_FALSE(names.find("hom"));
  EXPECT_EQ(names.size(), 2U);
}

TEST(ColdNames, HoldTheNewestState) {
  ColdNames names;
  names.put("home", 7, "old");
  EXPECT_FALSE(names.put("home", UINT64_MAX, std::string(300'000, 'x')));
  EXPECT_EQ(names.find("home")->holds, UINT64_MAX);
  EXPECT_EQ(names.find("home")->state.size(), 300'000U);
  EXPECT_EQ(names.size(), 1U);
}

TEST(ColdNames, AreVisitedOnceEachAndErased) {
  ColdNames names;
  for (int i = 0; i < 1000; ++i) names.put(std::to_string(i), 1, "s");
  for (int i = 0; i < 1000; i += 2) names.erase(std::to_string(i));
  std::set<std::string> visited;
  names.each([&](std::string_view name) { visited.emplace(name); });
  EXPECT_EQ(visited.size(), 500U);
  EXPECT_EQ(names.size(), 500U);
  EXPECT_FALSE(names.contains("0"));
  EXPECT_TRUE(names.contains("1"));
}

}  // namespace
}  // namespace vitrine::tallies
