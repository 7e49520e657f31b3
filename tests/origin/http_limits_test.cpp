// What slow, greedy and broken origins do.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "origin/fetching.h"

namespace vitrine::origin {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;
using namespace vitrine::testing;

struct Row {
  const char* reason;
  Script script;
  FailureKind kind;
  const char* message;
};

void expect_failures(const Config& config, const std::vector<Row>& rows, const char* refused) {
  for (const auto& row : rows) {
    StubOrigin stub;
    stub.on("/x", row.script);
    Fetching fetching(config);

    const auto fetched = fetching.web(stub.url("/x"));

    ASSERT_FALSE(fetched) << row.reason;
    EXPECT_EQ(fetched.error().kind, row.kind) << row.reason << ": " << fetched.error().detail;
    EXPECT_THAT(fetched.error().public_message, HasSubstr(row.message)) << row.reason;
    if (refused != nullptr) EXPECT_EQ(fetching.refused(refused), 1U) << row.reason;
    EXPECT_EQ(fetching.origins.fetching(), 0U) << row.reason;
  }
}

TEST(HttpLimits, ABrokenAnswerIsTheOriginsFault) {
  const auto upstream = FailureKind::upstream;
  expect_failures(
      loopback_config(),
      {
          {"shorter than its length", claims_length("bytes", 10), upstream, "before the picture"},
          {"a chunk without its end", closes_in_chunk("bytes"), upstream, "before the picture"},
          {"closed without an answer", closes_before_head(), upstream, "without an answer"},
          {"reset without an answer", resets_before_head(), upstream, "broke off"},
          {"reset in the body", resets_in_body("bytes", 2), upstream, ""},
          {"empty", sends(""), upstream, "empty body"},
          {"empty chunks", sends_chunked(""), upstream, "empty body"},
          {"not HTTP", sends_raw("220 mail.example ESMTP\r\n"), upstream, "as a web server"},
          {"HTTP/0.9", sends_raw("<html></html>"), upstream, "as a web server"},
          {"a negative length",
           sends_raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nbytes"),
           upstream,
           ""},
          {"compressed although not asked",
           sends("\x1f\x8b", {.headers = "Content-Encoding: gzip\r\n"}),
           upstream,
           "encoding"},
          {"compressed twice",
           sends("\x1f\x8b", {.headers = "Content-Encoding: gzip, br\r\n"}),
           upstream,
           "encoding"},
      },
      nullptr);
}

TEST(HttpLimits, AnEndlessHeadIsCutOff) {
  expect_failures(loopback_config(),
                  {{"endless head", sends_endless_head(), FailureKind::upstream, "65536 bytes"}},
                  "head");
}

TEST(HttpLimits, ReadsNoMoreThanTheLengthThatWasPromised) {
  StubOrigin stub;
  stub.on("/long", claims_length("bytes and what should not be there", 5));
  stub.on("/next", sends("next"));
  Fetching fetching;

  EXPECT_EQ(*fetching.web(stub.url("/long"))->bytes, "bytes");
  EXPECT_EQ(*fetching.web(stub.url("/next"))->bytes, "next") << "not what was left over";
}

TEST(HttpLimits, ALargeOriginalIsRefused) {
  auto config = loopback_config();
  config.body_bytes_max = 1000;
  const auto unsupported = FailureKind::unsupported;
  expect_failures(
      config,
      {
          {"by its length, before it is sent",
           claims_length("", 1001),
           unsupported,
           "limit of 1000 bytes"},
          {"by an enormous length", claims_length("", 1ULL << 62U), unsupported, "1000"},
          {"while it is read",
           sends_until_close(std::string(1001, 'x')),
           unsupported,
           "limit of 1000 bytes"},
          {"in chunks", sends_chunked(std::string(1001, 'x')), unsupported, "1000"},
          {"without end", sends_endless_body(), unsupported, "1000"},
      },
      "body");

  StubOrigin stub;
  stub.on("/just", sends(std::string(1000, 'x')));
  stub.on("/just-chunked", sends_chunked(std::string(1000, 'x')));
  Fetching fetching(config);
  EXPECT_TRUE(fetching.web(stub.url("/just")));
  EXPECT_TRUE(fetching.web(stub.url("/just-chunked")));
}

TEST(HttpLimits, AnErrorPageIsNoOriginalHoweverLarge) {
  auto config = loopback_config();
  config.body_bytes_max = 1000;
  expect_failures(
      config,
      {{"large page", answers(404, std::string(200'000, 'x')), FailureKind::not_found, "404"}},
      nullptr);
}

TEST(HttpLimits, ASlowOriginIsGivenUp) {
  auto config = loopback_config();
  config.fetch_time_max = 150ms;
  const auto timeout = FailureKind::timeout;
  expect_failures(config,
                  {
                      {"before its head", stalls_before_head(), timeout, "longer than 0.15 s"},
                      {"in its head", stalls_in_head(), timeout, "longer than 0.15 s"},
                      {"a byte of its head at a time", drips_head(5ms), timeout, "0.15 s"},
                      {"in its body", stalls_in_body("bytes", 2), timeout, "0.15 s"},
                  },
                  nullptr);
}

TEST(HttpLimits, TheTimeIsForAllRedirectsTogether) {
  StubOrigin stub;
  stub.on("/0", redirects_to("/1"));
  stub.on("/1", redirects_to("/2"));
  stub.on("/2", stalls_before_head());
  auto config = loopback_config();
  config.fetch_time_max = 150ms;
  Fetching fetching(config);

  EXPECT_EQ(fetching.web(stub.url("/0")).error().kind, FailureKind::timeout);
  EXPECT_EQ(fetching.refused("time"), 1U);
}

TEST(HttpLimits, ANameServerThatIsAwayIsGivenUp) {
  auto config = loopback_config();
  config.fetch_time_max = 100ms;
  Fetching fetching(config, std::make_unique<SilentResolver>());

  const auto fetched = fetching.web("http://slow.example/x");
  EXPECT_EQ(fetched.error().kind, FailureKind::timeout);
  EXPECT_EQ(fetching.refused("time"), 1U);
}

TEST(HttpLimits, ABodyThatTricklesIsGivenUp) {
  auto config = loopback_config();
  config.slow_time_max = 100ms;
  config.rate_bytes_min = 10'000;
  expect_failures(config,
                  {{"100 bytes a second",
                    drips_body(std::string(5000, 'x'), 1, 10ms),
                    FailureKind::timeout,
                    "less than 10000 bytes a second for 0.1 s"},
                   {"nothing at all", stalls_in_body("bytes", 0), FailureKind::timeout, "10000"}},
                  "rate");
}

TEST(HttpLimits, ABodyThatIsJustFastEnoughIsRead) {
  StubOrigin stub;
  const std::string bytes(6000, 'x');
  stub.on("/x", drips_body(bytes, 1000, 50ms));
  auto config = loopback_config();
  config.slow_time_max = 100ms;
  config.rate_bytes_min = 1000;
  Fetching fetching(config);

  const auto fetched = fetching.web(stub.url("/x"));
  ASSERT_TRUE(fetched) << fetched.error().public_message;
  EXPECT_EQ(*fetched->bytes, bytes);
}

TEST(HttpLimits, AFetchThatWouldExceedTheBytesInFlightIsBusy) {
  auto config = loopback_config();
  config.bytes_in_flight_max = 1000;
  expect_failures(
      config,
      {{"by its length", sends(std::string(1001, 'x')), FailureKind::busy, "memory"},
       {"while it is read", sends_chunked(std::string(1001, 'x')), FailureKind::busy, "memory"}},
      "memory");
}

TEST(HttpLimits, BytesInFlightAreGivenBackWhenAFetchEnds) {
  StubOrigin stub;
  stub.on("/whole", sends(std::string(600, 'x')));
  stub.on("/chunked", sends_chunked(std::string(600, 'x')));
  stub.on("/broken", claims_length("bytes", 600));
  auto config = loopback_config();
  config.bytes_in_flight_max = 1000;
  Fetching fetching(config);

  for (const auto* path : {"/whole", "/chunked", "/broken", "/whole", "/chunked", "/whole"}) {
    const auto fetched = fetching.web(stub.url(path));
    EXPECT_TRUE(fetched || fetched.error().kind == FailureKind::upstream) << path;
  }
}

TEST(HttpLimits, FetchesPastTheQueueAreBusy) {
  StubOrigin stub;
  stub.on("/x", stalls_before_head());
  auto config = loopback_config();
  config.fetches_max = 2;
  config.fetch_queue_max = 3;
  config.fetch_time_max = 150ms;
  Fetching fetching(config);
  std::vector<Task<Result<Fetched>>> tasks;
  for (int i = 0; i < 9; ++i) {
    tasks.push_back(fetching.origins.fetch(
        {.kind = SourceKind::http, .address = stub.url("/x"), .root = {}}, {}));
  }

  int busy = 0;
  for (const auto& fetched : await_all(std::move(tasks))) {
    ASSERT_FALSE(fetched);
    if (fetched.error().kind == FailureKind::busy) ++busy;
  }

  EXPECT_GE(busy, 4) << "9 asked, 2 fetch, 3 wait; whoever waits too long is busy as well";
  EXPECT_EQ(fetching.refused("queue"), static_cast<std::uint64_t>(busy));
}

TEST(HttpLimits, AnOriginThatHangsDoesNotHoldUpOthers) {
  StubOrigin hanging;
  StubOrigin other;
  hanging.on("/x", stalls_before_head());
  other.on("/x", sends("bytes"));
  auto config = loopback_config();
  config.fetches_max = 4;
  config.fetches_per_host_max = 3;
  config.fetch_time_max = 600ms;
  Fetching fetching(config,
                    std::make_unique<FakeResolver>(std::map<std::string, FakeResolver::Answers>{
                        {"hanging.example", {{"127.0.0.1"}}}, {"other.example", {{"127.0.0.1"}}}}));
  std::vector<Task<Result<Fetched>>> tasks;
  auto fetch = [&](const std::string& url) {
    tasks.push_back(
        fetching.origins.fetch({.kind = SourceKind::http, .address = url, .root = {}}, {}));
  };
  for (int i = 0; i < 8; ++i) fetch(hanging.url("hanging.example", "/x"));
  for (int i = 0; i < 20; ++i) fetch(other.url("other.example", "/x"));

  const auto fetched = await_all(std::move(tasks));

  for (std::size_t i = 8; i < fetched.size(); ++i) {
    EXPECT_TRUE(fetched[i]) << fetched[i].error().public_message;
  }
}

}  // namespace
}  // namespace vitrine::origin
