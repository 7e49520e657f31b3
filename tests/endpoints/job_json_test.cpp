#include "endpoints/job_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

jobs::Job job(jobs::State state) {
  jobs::Job one;
  one.id = "id1";
  one.kind = "draw";
  one.queue = "q";
  one.arguments = R"([{"secret":1}])";
  one.state = state;
  one.attempts = 1;
  one.attempts_max = 5;
  one.ahead = 3;
  one.progress = {50, "rendering"};
  one.created = WallTime(std::chrono::seconds(0));
  return one;
}

TEST(JobJson, ShowsWhatBelongsToItsState) {
  EXPECT_THAT(job_json(job(jobs::State::waiting)),
              R"({"id":"id1","kind":"draw","state":"waiting","attempts":1,"attempts_max":5,)"
              R"("ahead":3,"created":"1970-01-01T00:00:00Z"})");
  EXPECT_THAT(job_json(job(jobs::State::running)),
              HasSubstr(R"("progress":{"percent":50,"word":"rendering"})"));
  auto failed = job(jobs::State::failed);
  failed.error = jobs::JobError{"unsupported", "It is \"broken\""};
  EXPECT_THAT(job_json(failed),
              HasSubstr(R"("error":{"kind":"unsupported","message":"It is \"broken\""})"));
  auto done = job(jobs::State::done);
  done.result = "/thumbnails/a.png";
  EXPECT_THAT(job_json(done), HasSubstr(R"("result":"/thumbnails/a.png")"));
}

TEST(JobJson, ShowsOfAForeignJobWhatItsWorkerSays) {
  auto foreign = job(jobs::State::running);
  foreign.id = "";
  EXPECT_THAT(job_json(foreign), R"({"kind":"draw","state":"running"})");
}

TEST(JobJson, ShowsArgumentsToOperatorsOnly) {
  EXPECT_THAT(job_json(job(jobs::State::waiting)), Not(HasSubstr("secret")));
  EXPECT_THAT(job_json_for_operators(job(jobs::State::waiting)), HasSubstr("secret"));
}

TEST(JobJson, ShowsQueues) {
  jobs::Jobs::Status status;
  status.overview.queues = {{"q", 2}};
  status.overview.workers = {{{"w", {"q"}, WallTime(std::chrono::seconds(0))}, std::nullopt},
                             {{"v", {"q"}, {}}, job(jobs::State::running)}};
  status.overview.failed = 4;
  status.last_minute.done = 7;
  EXPECT_EQ(queues_summary_json(status),
            R"({"queues":[{"name":"q","waiting":2}],"workers":{"all":2,"busy":1},"delayed":0,)"
            R"("failed":4,"processed":0,"paused":false,)"
            R"("last_minute":{"begun":0,"done":7,"failed":0}})");
  const auto whole = queues_json(status, {{job(jobs::State::failed)}, 4}, {});
  EXPECT_THAT(whole, HasSubstr(R"("failed":{"total":4,"jobs":[{"id":"id1")"));
  EXPECT_THAT(whole,
              HasSubstr(R"({"name":"w","queues":["q"],"since":"1970-01-01T00:00:00Z",)"
                        R"("job":null})"));
}

}  // namespace
}  // namespace vitrine::endpoints
