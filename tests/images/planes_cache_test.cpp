#include "images/planes_cache.h"

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

SharedPlanes planes(Scales scales, std::uint32_t samples) {
  DecodedPlanes decoded;
  decoded.scales = scales;
  decoded.luma = Plane(samples, 1);
  return std::make_shared<const DecodedPlanes>(std::move(decoded));
}

TEST(PlanesCache, FindsWhatHasItsNameAndItsScales) {
  PlanesCache cache(1 << 20);
  const auto kept = planes({3, 3}, 1000);
  cache.put("a", kept);
  EXPECT_EQ(cache.find("a", {3, 3}), kept);
  EXPECT_EQ(cache.find("a", {3, 6}), nullptr);
  EXPECT_EQ(cache.find("a", {2, 2}), nullptr);
  EXPECT_EQ(cache.find("b", {3, 3}), nullptr);
  EXPECT_TRUE(cache.has("a", {3, 3}));
  EXPECT_FALSE(cache.has("b", {3, 3}));
  EXPECT_EQ(cache.totals().hits, 1U);
  EXPECT_EQ(cache.totals().misses, 3U);
  EXPECT_EQ(cache.totals().entries, 1U);
}

TEST(PlanesCache, LetsGoOfWhatWasNotUsedForLongest) {
  PlanesCache cache(10'000);
  for (const char* name : {"a", "b", "c", "d"}) cache.put(name, planes({1, 1}, 2000));
  EXPECT_TRUE(cache.find("a", {1, 1}));
  cache.put("e", planes({1, 1}, 2000));
  EXPECT_FALSE(cache.has("b", {1, 1}));
  for (const char* name : {"a", "c", "d", "e"}) EXPECT_TRUE(cache.has(name, {1, 1})) << name;
  EXPECT_EQ(cache.totals().evictions, 1U);
  EXPECT_LE(cache.totals().bytes, 10'000U);
}

TEST(PlanesCache, KeepsNothingThatWouldTakeAQuarter) {
  PlanesCache cache(10'000);
  cache.put("a", planes({1, 1}, 2600));
  EXPECT_EQ(cache.totals().entries, 0U);
  EXPECT_EQ(cache.totals().bytes, 0U);
}

TEST(PlanesCache, KeepsOneOfTwoThatAreTheSame) {
  PlanesCache cache(10'000);
  cache.put("a", planes({1, 1}, 2000));
  const auto bytes = cache.totals().bytes;
  cache.put("a", planes({1, 1}, 2000));
  EXPECT_EQ(cache.totals().bytes, bytes);
  EXPECT_EQ(cache.totals().entries, 1U);
}

TEST(PlanesCache, OfNoSizeKeepsNothing) {
  PlanesCache cache(0);
  EXPECT_FALSE(cache.ask("a"));
  EXPECT_FALSE(cache.ask("a")) << "nothing is hot";
  cache.put("a", planes({1, 1}, 1));
  EXPECT_EQ(cache.find("a", {1, 1}), nullptr);
  EXPECT_EQ(cache.totals().misses, 0U);
}

TEST(PlanesCache, CallsHotWhatIsAskedForAgainBeforeAThousandOthers) {
  PlanesCache cache(1 << 20);
  EXPECT_FALSE(cache.ask("a"));
  EXPECT_TRUE(cache.ask("a"));
  for (int i = 0; i < 1'000; ++i) cache.ask(std::to_string(i));
  EXPECT_TRUE(cache.ask("a"));
  for (int i = 1'000; i < 2'100; ++i) cache.ask(std::to_string(i));
  EXPECT_FALSE(cache.ask("a"));
}

}  // namespace
}  // namespace vitrine::images
