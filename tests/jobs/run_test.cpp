#include "jobs/run.h"

#include <gtest/gtest.h>

namespace vitrine::jobs {
namespace {

std::shared_ptr<JobRun> run(const std::string& id, const std::string& worker, int* told = nullptr) {
  return std::make_shared<JobRun>(
      Reserved{.lease = {.id = id, .fence = 1, .worker = worker}}, SteadyTime{}, [told] {
        if (told != nullptr) ++*told;
      });
}

TEST(JobRun, KeepsTheNewestProgress) {
  int told = 0;
  const auto one = run("a", "w", &told);
  EXPECT_FALSE(one->take_progress());
  one->progress(-5, "begin");
  one->progress(140, std::string(100, 'x'));
  EXPECT_EQ(told, 2);
  EXPECT_EQ(one->take_progress(), (Progress{100, std::string(64, 'x')}));
  EXPECT_FALSE(one->take_progress());
}

TEST(JobRun, IsCancelledForTheFirstReason) {
  const auto one = run("a", "w");
  EXPECT_FALSE(one->cancelled());
  EXPECT_FALSE(one->was(Held::lost));
  one->cancel(Held::cancel);
  one->cancel(Held::lost);
  EXPECT_TRUE(one->cancelled());
  EXPECT_TRUE(one->was(Held::cancel));
}

TEST(Runs, KnowWhoDoesWhat) {
  Runs runs;
  const auto first = run("a", "w+1");
  const auto second = run("b", "w+2");
  runs.add(first);
  runs.add(second);
  EXPECT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs.of("b"), second);
  EXPECT_EQ(runs.of("c"), nullptr);
  EXPECT_TRUE(runs.remove(*first));
  EXPECT_FALSE(runs.remove(*first));
  EXPECT_EQ(runs.all(), std::vector{second});
}

}  // namespace
}  // namespace vitrine::jobs
