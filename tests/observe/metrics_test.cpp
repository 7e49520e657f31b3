#include "observe/metrics.h"

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::observe {
namespace {

using ::testing::HasSubstr;

TEST(Counter, CountsEveryAdditionOfEveryThread) {
  Counter counter;
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&counter] {
      for (int i = 0; i < 10'000; ++i) counter.add();
      counter.add(5);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 16U * 10'005U);
}

TEST(Histogram, PutsADurationIntoEveryBucketThatBoundsIt) {
  Histogram histogram;
  for (const double seconds : {0.0, 0.0001, 0.00011, 0.2, 30.0, 31.0}) histogram.observe(seconds);
  const auto cumulative = histogram.cumulative();
  EXPECT_EQ(cumulative[0], 2U) << "a bound is part of its bucket";
  EXPECT_EQ(cumulative[1], 3U);
  EXPECT_EQ(cumulative[7], 3U);
  EXPECT_EQ(cumulative[8], 4U) << "0.2 is at most 0.25";
  EXPECT_EQ(cumulative[13], 5U);
  EXPECT_EQ(histogram.count(), 6U) << "31 s is only in +Inf";
  EXPECT_NEAR(histogram.sum(), 61.20021, 1e-6);
}

TEST(Histogram, ADurationOfAClockThatJumpedCountsAsNone) {
  Histogram histogram;
  histogram.observe(-5);
  EXPECT_EQ(histogram.count(), 1U);
  EXPECT_EQ(histogram.sum(), 0);
}

TEST(Metrics, ExposesCountersGaugesAndHistograms) {
  Metrics metrics;
  metrics.counter("vitrine_test_things_total", "Things.", {{"kind", "a"}}).add(3);
  metrics.gauge("vitrine_test_depth", "Depth.", {}, [] { return 2.5; });
  metrics.counter_from("vitrine_test_refused_total", "Refused.", {}, [] { return 7.0; });
  metrics.histogram("vitrine_test_seconds", "Time.").observe(0.2);
  metrics.counter("vitrine_test_things_total", "Things.", {{"kind", "b"}}).add(4);

  const auto text = metrics.prometheus();
  for (const auto* part :
       {"# HELP vitrine_test_things_total Things.\n# TYPE vitrine_test_things_total counter\n"
        "vitrine_test_things_total{kind=\"a\"} 3\nvitrine_test_things_total{kind=\"b\"} 4\n",
        "# TYPE vitrine_test_depth gauge\nvitrine_test_depth 2.5\n",
        "# TYPE vitrine_test_refused_total counter\nvitrine_test_refused_total 7\n",
        "# TYPE vitrine_test_seconds histogram\nvitrine_test_seconds_count 1\n",
        "vitrine_test_seconds_bucket{le=\"0.1\"} 0\nvitrine_test_seconds_bucket{le=\"0.25\"} 1\n",
        "vitrine_test_seconds_bucket{le=\"+Inf\"} 1\n"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Metrics, LargeCountsKeepEveryDigit) {
  Metrics metrics;
  metrics.counter("vitrine_test_bytes_total", "Bytes.").add(123'456'789'012'345);
  EXPECT_THAT(metrics.prometheus(), HasSubstr("vitrine_test_bytes_total 123456789012345\n"));
}

TEST(Metrics, LabelValuesAreEscaped) {
  Metrics metrics;
  metrics.counter("vitrine_test_total", "Test.", {{"name", "a\"b\\c\nd"}}).add();
  EXPECT_THAT(metrics.prometheus(), HasSubstr(R"(vitrine_test_total{name="a\"b\\c\nd"} 1)"));
}

TEST(Metrics, TheSameNameAndLabelsGiveTheSameMetric) {
  Metrics metrics;
  Counter& first = metrics.counter("vitrine_test_total", "Test.", {{"a", "1"}});
  EXPECT_EQ(&first, &metrics.counter("vitrine_test_total", "Test.", {{"a", "1"}}));
  EXPECT_NE(&first, &metrics.counter("vitrine_test_total", "Test.", {{"a", "2"}}));
  Histogram& time = metrics.histogram("vitrine_test_seconds", "Test.");
  EXPECT_EQ(&time, &metrics.histogram("vitrine_test_seconds", "Test."));
}

TEST(Metrics, ReferencesStayValidWhileOthersAreAdded) {
  Metrics metrics;
  Counter& first = metrics.counter("vitrine_test_total", "Test.", {{"n", "first"}});
  for (int i = 0; i < 1000; ++i) {
    metrics.counter("vitrine_test_total", "Test.", {{"n", std::to_string(i)}});
  }
  first.add();
  EXPECT_EQ(metrics.sum("vitrine_test_total"), 1U);
}

TEST(Metrics, SumsOneNameOverAllItsLabels) {
  Metrics metrics;
  metrics.counter("vitrine_test_total", "Test.", {{"a", "1"}}).add(2);
  metrics.counter("vitrine_test_total", "Test.", {{"a", "2"}}).add(3);
  metrics.counter_from("vitrine_test_refused_total", "Test.", {}, [] { return 9.0; });
  metrics.gauge("vitrine_test_depth", "Test.", {}, [] { return 4.0; });
  EXPECT_EQ(metrics.sum("vitrine_test_total"), 5U);
  EXPECT_EQ(metrics.sum("vitrine_test_refused_total"), 9U);
  EXPECT_EQ(metrics.sum("vitrine_test_depth"), 0U) << "a gauge is no counter";
  EXPECT_EQ(metrics.sum("vitrine_unknown_total"), 0U);
}

TEST(Metrics, MistakesOfTheProgramThrow) {
  Metrics metrics;
  metrics.counter("vitrine_test_total", "Test.");
  metrics.gauge("vitrine_test_depth", "Test.", {}, [] { return 0.0; });
  EXPECT_THROW(metrics.histogram("vitrine_test_total", "Another kind."), std::logic_error);
  EXPECT_THROW(metrics.counter("vitrine-test", "Not a metric name."), std::logic_error);
  EXPECT_THROW(metrics.counter("vitrine_x_total", "Bad label.", {{"le-ft", "1"}}),
               std::logic_error);
  EXPECT_THROW(metrics.gauge("vitrine_test_depth", "Twice.", {}, [] { return 1.0; }),
               std::logic_error);
}

TEST(Metrics, AnEmptyRegistryExposesNothing) {
  EXPECT_EQ(Metrics().prometheus(), "");
}

// Would wait for itself for ever if readers were called under the mutex.
TEST(Metrics, AReaderMayAskTheMetricsThemselves) {
  Metrics metrics;
  metrics.counter("vitrine_test_total", "Test.").add(3);
  metrics.gauge("vitrine_test_copy", "Test.", {}, [&] {
    return static_cast<double>(metrics.sum("vitrine_test_total"));
  });
  EXPECT_THAT(metrics.prometheus(), HasSubstr("vitrine_test_copy 3\n"));
}

}  // namespace
}  // namespace vitrine::observe
