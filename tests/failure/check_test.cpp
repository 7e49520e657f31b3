#include "failure/check.h"

#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Check, IsSilentWhileTheInvariantHolds) {
  EXPECT_NO_THROW(check(true, "holds"));
}

TEST(Check, ThrowsWithPlaceAndReasonWhenItIsBroken) {
  try {
    check(false, "two and two are five");
    FAIL() << "did not throw";
  } catch (const std::logic_error& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("check_test.cpp:"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("two and two are five"));
  }
}

}  // namespace
}  // namespace vitrine
