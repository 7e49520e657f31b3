#include "failure/result.h"

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "await/await.h"

namespace vitrine {
namespace {

using testing::await;

Result<int> half(int number) {
  if (number % 2 != 0) return fail(FailureKind::bad_request, "odd", std::to_string(number));
  return number / 2;
}

Result<void> positive(int number) {
  if (number <= 0) return fail(FailureKind::not_allowed, "not positive");
  return {};
}

Result<std::string> eighth(int number) {
  TRY_VOID(positive(number));
  TRY(const auto halved, half(number));
  TRY(int quartered, half(halved));
  TRY(quartered, half(quartered));
  return std::to_string(quartered);
}

TEST(Try, GivesTheValueOn) {
  EXPECT_EQ(eighth(80), "10");
}

TEST(Try, GivesTheFirstFailureBackWithAllThatItSays) {
  const auto zero = eighth(0);
  ASSERT_FALSE(zero);
  EXPECT_EQ(zero.error().kind, FailureKind::not_allowed);
  EXPECT_EQ(zero.error().public_message, "not positive");
  EXPECT_EQ(zero.error().detail, "");

  const auto odd_quarter = eighth(20);
  ASSERT_FALSE(odd_quarter);
  EXPECT_EQ(odd_quarter.error().kind, FailureKind::bad_request);
  EXPECT_EQ(odd_quarter.error().detail, "5");
}

Result<std::unique_ptr<int>> boxed(int number) {
  return std::make_unique<int>(number);
}

Result<std::pair<int, int>> both() {
  TRY(auto box, boxed(1));
  TRY(const auto pair, Result<std::pair<int, int>>(std::pair{*box, 2}));
  return std::pair{pair.second, pair.first};
}

TEST(Try, MovesWhatCannotBeCopiedAndTakesExpressionsWithCommas) {
  EXPECT_EQ(both(), std::pair(2, 1));
}

TEST(Try, EvaluatesItsExpressionOnce) {
  int calls = 0;
  auto count = [&calls]() -> Result<int> { return ++calls; };
  auto use = [&count]() -> Result<int> {
    TRY(const int seen, count());
    TRY_VOID(count());
    return seen;
  };

  EXPECT_EQ(use(), 1);
  EXPECT_EQ(calls, 2);
}

Task<Result<int>> half_later(int number) {
  co_return half(number);
}

Task<Result<void>> positive_later(int number) {
  co_return positive(number);
}

Task<Result<std::string>> quarter_later(int number) {
  CO_TRY_VOID(co_await positive_later(number));
  CO_TRY(const auto halved, co_await half_later(number));
  CO_TRY(auto quartered, co_await half_later(halved));
  co_return std::to_string(quartered);
}

TEST(CoTry, GivesTheValueOn) {
  EXPECT_EQ(await(quarter_later(40)), "10");
}

TEST(CoTry, GivesTheFirstFailureBack) {
  EXPECT_EQ(await(quarter_later(-4)).error().kind, FailureKind::not_allowed);
  EXPECT_EQ(await(quarter_later(6)).error().detail, "3");
}

}  // namespace
}  // namespace vitrine
