#include "delivery/popularity.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::delivery {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

images::Recipe width(std::uint32_t pixels) {
  images::Recipe recipe;
  recipe.fit = images::Fit::width;
  recipe.width = pixels;
  return recipe;
}

std::vector<std::uint32_t> widths(const std::vector<images::Recipe>& recipes) {
  std::vector<std::uint32_t> found;
  for (const auto& recipe : recipes) found.push_back(recipe.width);
  return found;
}

void count(Popularity& popularity, const char* name_space, std::uint32_t pixels, int times) {
  for (int i = 0; i < times; ++i) popularity.count(name_space, width(pixels));
}

TEST(Popularity, NamesTheMostAskedForFirst) {
  Popularity popularity;
  count(popularity, "shop", 100, 3);
  count(popularity, "shop", 200, 5);
  count(popularity, "shop", 300, 4);
  count(popularity, "blog", 900, 9);

  EXPECT_THAT(widths(popularity.top("shop", 2)), ElementsAre(200, 300));
  EXPECT_THAT(widths(popularity.top("shop", 9)), ElementsAre(200, 300, 100));
  EXPECT_THAT(widths(popularity.top("blog", 1)), ElementsAre(900));
  EXPECT_THAT(popularity.top("shop", 0), IsEmpty());
  EXPECT_THAT(popularity.top("unknown", 3), IsEmpty());
}

TEST(Popularity, TellsRecipesApartByEverythingInThem) {
  Popularity popularity;
  images::Recipe webp = width(100);
  webp.format = images::Format::webp;
  images::Recipe rough = width(100);
  rough.quality = 40;
  popularity.count("shop", width(100));
  popularity.count("shop", webp);
  popularity.count("shop", rough);
  EXPECT_EQ(popularity.top("shop", 9).size(), 3);
}

TEST(Popularity, AFloodOfOddSizesDoesNotGrowItNorHideTheFavourite) {
  Popularity popularity({.recipes_max = 8, .namespaces_max = 2, .halve_after = 1'000'000});
  for (std::uint32_t odd = 1000; odd < 3000; ++odd) {
    popularity.count("shop", width(odd));
    if (odd % 3 == 0) popularity.count("shop", width(500));
  }
  EXPECT_THAT(widths(popularity.top("shop", 1)), ElementsAre(500));
  EXPECT_LE(popularity.top("shop", 100).size(), 8);
}

TEST(Popularity, NamespacesAreBounded) {
  Popularity popularity({.recipes_max = 8, .namespaces_max = 2, .halve_after = 1'000'000});
  for (const char* name_space : {"a", "b", "c"}) count(popularity, name_space, 100, 1);
  EXPECT_EQ(popularity.top("a", 9).size() + popularity.top("b", 9).size(), 2);
  EXPECT_THAT(popularity.top("c", 9), IsEmpty());
}

TEST(Popularity, OldFavouritesFade) {
  Popularity popularity({.recipes_max = 8, .namespaces_max = 2, .halve_after = 100});
  count(popularity, "shop", 100, 1000);
  count(popularity, "shop", 200, 300);
  EXPECT_THAT(widths(popularity.top("shop", 1)), ElementsAre(200));
}

TEST(Popularity, CountsNothingWithoutRoom) {
  Popularity popularity({.recipes_max = 0, .namespaces_max = 2, .halve_after = 100});
  count(popularity, "shop", 100, 5);
  EXPECT_THAT(popularity.top("shop", 9), IsEmpty());
}

TEST(Popularity, SumsWhatAllThreadsHaveCounted) {
  Popularity popularity;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&popularity, t] {
      count(popularity, "shop", 100, 60);
      // More on one thread than 100 has on any, but fewer in all.
      if (t == 0) count(popularity, "shop", 200, 200);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(widths(popularity.top("shop", 2)), ElementsAre(100, 200));
}

}  // namespace
}  // namespace vitrine::delivery
