// The counters of failed pictures were ten, as many as there were kinds of failures once. With the
// kinds that came since, a timeout was counted as nothing and `unavailable` wrote behind the array.
// UndefinedBehaviorSanitizer found it while a server was stopped.
#include <string>

#include <gtest/gtest.h>

#include "delivery/counters.h"
#include "observe/metrics.h"

namespace vitrine::delivery {
namespace {

TEST(Regression, EveryKindOfFailureHasACounter) {
  observe::Metrics metrics;
  Counters counters(metrics);
  for (std::size_t i = 0; i < kFailureKinds; ++i) {
    const auto kind = static_cast<FailureKind>(i);
    ASSERT_NE(name(kind), "unknown");
    counters.failed(kind);
    EXPECT_EQ(
        metrics.counter("vitrine_delivery_failures_total", "", {{"kind", std::string(name(kind))}})
            .value(),
        1U)
        << name(kind);
  }
  EXPECT_EQ(name(static_cast<FailureKind>(kFailureKinds)), "unknown") << "that was the last one";
}

}  // namespace
}  // namespace vitrine::delivery
