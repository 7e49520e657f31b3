#include "jobs/retry_rule.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::jobs {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RetryRule, WhatIsWrongWithThePictureDoesNotPass) {
  struct Case {
    FailureKind kind;
    bool passes;
  };

  for (const auto& [kind, passes] : {
           Case{FailureKind::bad_request, false},
           Case{FailureKind::not_allowed, false},
           Case{FailureKind::not_found, false},
           Case{FailureKind::conflict, false},
           Case{FailureKind::not_accepted, false},
           Case{FailureKind::too_large, false},
           Case{FailureKind::unsupported, false},
           Case{FailureKind::busy, true},
           Case{FailureKind::upstream, true},
           Case{FailureKind::timeout, true},
           Case{FailureKind::unavailable, true},
       }) {
    EXPECT_EQ(may_pass(kind), passes) << name(kind);
  }
}

TEST(RetryRule, PausesGrowWithTheFourthPower) {
  struct Case {
    Attempt attempt;
    double chance;
    std::optional<milliseconds> pause;
    const char* reason;
  };

  for (const auto& [attempt, chance, pause, reason] : {
           Case{{1, 5}, 0, seconds(1 + 15), "the first"},
           Case{{1, 5}, 1, seconds(1 + 15 + 10), "the first, with the worst luck"},
           Case{{2, 5}, 0.5, seconds(16 + 15 + 10), "half of twenty"},
           Case{{4, 5}, 0, seconds(256 + 15), "the last but one"},
           Case{{5, 5}, 0, std::nullopt, "the last"},
           Case{{6, 5}, 0, std::nullopt, "one more, after leases were lost"},
           Case{{1, 1}, 0, std::nullopt, "the only one"},
           Case{{20, 100}, 0, hours(24), "a day at most"},
           Case{{4'000'000'000U, 4'000'000'001U}, 1, hours(24), "it does not overflow"},
           Case{{1, 5}, 7, seconds(26), "a chance that is none"},
       }) {
    EXPECT_EQ(pause_after(attempt, chance), pause) << reason;
  }
}

TEST(RetryRule, ChancesAreBetweenZeroAndOne) {
  EXPECT_EQ(chance_in(std::string(4, '\0')), 0);
  EXPECT_GT(chance_in(std::string(4, '\xff')), 0.99);
  EXPECT_LT(chance_in(std::string(4, '\xff')), 1);
  EXPECT_EQ(chance_in(""), 0);
}

}  // namespace
}  // namespace vitrine::jobs
