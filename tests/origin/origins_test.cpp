// The door as a whole: its life, and what it counts.
#include "origin/origins.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "origin/fetching.h"
#include "runtime/task_group.h"

namespace vitrine::origin {
namespace {

using namespace vitrine::testing;

Task<void> fetch_into(Origins& origins, std::string url, std::optional<Result<Fetched>>& fetched) {
  fetched =
      co_await origins.fetch({.kind = SourceKind::http, .address = std::move(url), .root = {}}, {});
}

TEST(Origins, StopTheStartForAnAddressThatCannotBeRead) {
  Config config;
  config.allow_private = {"10.0.0.0/99"};
  EXPECT_THROW(Fetching{config}, std::runtime_error);
}

TEST(Origins, AnswerWhateverStillRunsWhenTheyStop) {
  StubOrigin stub;
  stub.on("/stalled", stalls_before_head());
  stub.on("/in-body", stalls_in_body("bytes", 1));
  auto config = loopback_config();
  config.fetches_max = 3;
  Fetching fetching(config, std::make_unique<SilentResolver>());
  boost::asio::io_context context;
  TaskGroup group({});
  std::vector<std::optional<Result<Fetched>>> fetched(4);
  auto start = [&](std::size_t i, const std::string& url) {
    group.start(context.get_executor(), "test", fetch_into(fetching.origins, url, fetched[i]));
  };
  start(0, stub.url("/stalled"));
  start(1, stub.url("/in-body"));
  start(2, "http://waits-for-a-name.example/");
  start(3, "http://waits-for-a-place.example/");
  context.poll();
  EXPECT_EQ(fetching.origins.fetching(), 4U);

  fetching.origins.stop();
  fetching.origins.stop();
  context.run();

  for (const auto& answer : fetched) {
    ASSERT_TRUE(answer);
    ASSERT_FALSE(*answer);
    EXPECT_EQ(answer->error().kind, FailureKind::unavailable) << answer->error().public_message;
  }
  EXPECT_EQ(fetching.origins.fetching(), 0U);
  EXPECT_EQ(fetching.web(stub.url("/stalled")).error().kind, FailureKind::unavailable);
}

TEST(Origins, CountWhatWasFetchedAndWhatWasNot) {
  StubOrigin stub;
  stub.on("/cat.jpg", sends("cat", {.etag = "\"v1\""}));
  Fetching fetching;

  ASSERT_TRUE(fetching.web(stub.url("/cat.jpg")));
  ASSERT_TRUE(fetching.web(stub.url("/cat.jpg"), {.etag = "\"v1\"", .last_modified = {}}));
  ASSERT_FALSE(fetching.web(stub.url("/absent.jpg")));
  ASSERT_FALSE(fetching.web("ftp://127.0.0.1/"));

  EXPECT_EQ(fetching.ended("fetched"), 1U);
  EXPECT_EQ(fetching.ended("unchanged"), 1U);
  EXPECT_EQ(fetching.ended("not_found"), 1U);
  EXPECT_EQ(fetching.ended("not_allowed"), 1U);
  EXPECT_EQ(fetching.metrics.sum("vitrine_origin_fetches_total"), 4U);
  EXPECT_EQ(fetching.metrics.sum("vitrine_origin_fetched_bytes_total"), 3U);
}

}  // namespace
}  // namespace vitrine::origin
