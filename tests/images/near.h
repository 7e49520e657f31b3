// Colours after a lossy encoder: equal up to a tolerance per channel.
#pragma once

#include <cstdlib>
#include <ostream>

#include <gtest/gtest.h>

#include "pictures/pictures.h"

namespace vitrine::pictures {

inline void PrintTo(const Colour& colour, std::ostream* out) {
  *out << "rgb(" << colour.red << ", " << colour.green << ", " << colour.blue << ")";
}

}  // namespace vitrine::pictures

namespace vitrine::images {

inline testing::AssertionResult is_near(const pictures::Colour& seen,
                                        const pictures::Colour& expected,
                                        int tolerance) {
  if (std::abs(seen.red - expected.red) <= tolerance &&
      std::abs(seen.green - expected.green) <= tolerance &&
      std::abs(seen.blue - expected.blue) <= tolerance) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << testing::PrintToString(seen) << " is not within "
                                     << tolerance << " of " << testing::PrintToString(expected);
}

}  // namespace vitrine::images

#define EXPECT_NEAR_COLOUR(seen, expected, tolerance) \
  EXPECT_TRUE(::vitrine::images::is_near((seen), (expected), (tolerance)))
