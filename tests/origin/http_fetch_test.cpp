// What honest origins do.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "origin/fetching.h"

namespace vitrine::origin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace vitrine::testing;

// Longer than one read of a socket, with every byte in it.
std::string picture_bytes() {
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes.push_back(static_cast<char>(i % 251));
  return bytes;
}

TEST(HttpFetch, GivesTheBytesAndTheValidators) {
  StubOrigin stub;
  stub.on(
      "/cat.jpg",
      sends(picture_bytes(), {.etag = "\"v1\"", .last_modified = "Mon, 01 Jan 2024 00:00:00 GMT"}));
  Fetching fetching;

  const auto fetched = fetching.web(stub.url("/cat.jpg"));

  ASSERT_TRUE(fetched) << fetched.error().detail;
  EXPECT_FALSE(fetched->unchanged);
  EXPECT_EQ(*fetched->bytes, picture_bytes());
  EXPECT_EQ(fetched->validators.etag, "\"v1\"");
  EXPECT_EQ(fetched->validators.last_modified, "Mon, 01 Jan 2024 00:00:00 GMT");
  EXPECT_EQ(fetched->modified, WallTime{std::chrono::seconds{1'704'067'200}});
  EXPECT_EQ(fetching.ended("fetched"), 1U);
  EXPECT_EQ(fetching.metrics.sum("vitrine_origin_fetched_bytes_total"), 300'000U);
}

TEST(HttpFetch, TakesBodiesWithoutALength) {
  StubOrigin stub;
  stub.on("/chunked", sends_chunked(picture_bytes()));
  stub.on("/until-close", sends_until_close(picture_bytes()));
  Fetching fetching;

  EXPECT_EQ(*fetching.web(stub.url("/chunked"))->bytes, picture_bytes());
  EXPECT_EQ(*fetching.web(stub.url("/until-close"))->bytes, picture_bytes());
}

TEST(HttpFetch, SaysWhatItIsAndWhatItWants) {
  StubOrigin stub;
  stub.on("/cat.jpg", sends("bytes"));
  auto config = loopback_config();
  config.user_agent = "Vitrine/1 (shop)";
  Fetching fetching(config);

  ASSERT_TRUE(fetching.web(stub.url("/cat.jpg?size=large&x=%20y#part")));

  const auto request = stub.requests("/cat.jpg").front();
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/cat.jpg?size=large&x=%20y");
  EXPECT_EQ(request.header("host"), "127.0.0.1:" + std::to_string(stub.port()));
  EXPECT_EQ(request.header("user-agent"), "Vitrine/1 (shop)");
  EXPECT_EQ(request.header("accept-encoding"), "identity");
  EXPECT_THAT(request.header("accept"), HasSubstr("image/*"));
  EXPECT_EQ(request.header("if-none-match"), "");
  EXPECT_EQ(request.header("cookie"), "");
}

TEST(HttpFetch, AsksOnlyWhetherWhatTheCallerHasIsStillRight) {
  StubOrigin stub;
  stub.on("/etag", sends("bytes", {.etag = "\"v1\""}));
  stub.on("/date", sends("bytes", {.last_modified = "Mon, 01 Jan 2024 00:00:00 GMT"}));
  Fetching fetching;

  const auto by_etag = fetching.web(stub.url("/etag"), {.etag = "\"v1\"", .last_modified = {}});
  ASSERT_TRUE(by_etag);
  EXPECT_TRUE(by_etag->unchanged);
  EXPECT_EQ(by_etag->bytes, nullptr);
  EXPECT_EQ(by_etag->validators.etag, "\"v1\"");

  const auto by_date = fetching.web(stub.url("/date"),
                                    {.etag = {}, .last_modified = "Mon, 01 Jan 2024 00:00:00 GMT"});
  ASSERT_TRUE(by_date);
  EXPECT_TRUE(by_date->unchanged);
  EXPECT_EQ(fetching.ended("unchanged"), 2U);

  const auto changed = fetching.web(stub.url("/etag"), {.etag = "\"v0\"", .last_modified = {}});
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->unchanged);
  EXPECT_EQ(*changed->bytes, "bytes");
}

TEST(HttpFetch, SendsNoValidatorThatWouldForgeAHeader) {
  StubOrigin stub;
  stub.on("/cat.jpg", sends("bytes"));
  Fetching fetching;

  ASSERT_TRUE(fetching.web(stub.url("/cat.jpg"),
                           {.etag = "\"v1\"\r\nX-Forged: 1", .last_modified = "\n\n"}));

  const auto request = stub.requests("/cat.jpg").front();
  EXPECT_EQ(request.header("x-forged"), "");
  EXPECT_EQ(request.header("if-none-match"), "");
}

TEST(HttpFetch, UsesAConnectionAgain) {
  StubOrigin stub;
  stub.on("/cat.jpg", sends("bytes", {.etag = "\"v1\""}));
  Fetching fetching;

  for (int i = 0; i < 5; ++i) ASSERT_TRUE(fetching.web(stub.url("/cat.jpg")));
  ASSERT_TRUE(fetching.web(stub.url("/cat.jpg"), {.etag = "\"v1\"", .last_modified = {}}));
  ASSERT_FALSE(fetching.web(stub.url("/absent")));
  ASSERT_TRUE(fetching.web(stub.url("/cat.jpg")));

  EXPECT_EQ(stub.count("/cat.jpg"), 7);
  EXPECT_EQ(stub.connections(), 1);
}

TEST(HttpFetch, FetchesManyAtOnceFromManyLoops) {
  StubOrigin stub;
  std::vector<Task<Result<Fetched>>> tasks;
  Fetching fetching;
  for (int i = 0; i < 60; ++i) {
    const auto path = "/" + std::to_string(i);
    stub.on(path, sends("picture " + path));
    tasks.push_back(fetching.origins.fetch(
        {.kind = SourceKind::http, .address = stub.url(path), .root = {}}, {}));
  }

  const auto fetched = await_all(std::move(tasks));

  for (std::size_t i = 0; i < fetched.size(); ++i) {
    ASSERT_TRUE(fetched[i]) << fetched[i].error().public_message;
    EXPECT_EQ(*fetched[i]->bytes, "picture /" + std::to_string(i));
  }
  EXPECT_EQ(fetching.origins.fetching(), 0U);
  EXPECT_LE(stub.connections(), 24) << "no more at once than one host may have";
}

TEST(HttpFetch, TellsWhatTheOriginAnswered) {
  struct Row {
    int status;
    FailureKind kind;
  };

  StubOrigin stub;
  Fetching fetching;
  for (const auto& row : std::vector<Row>{{404, FailureKind::not_found},
                                          {410, FailureKind::not_found},
                                          {204, FailureKind::upstream},
                                          {206, FailureKind::upstream},
                                          {300, FailureKind::upstream},
                                          {304, FailureKind::upstream},
                                          {400, FailureKind::upstream},
                                          {401, FailureKind::upstream},
                                          {403, FailureKind::upstream},
                                          {429, FailureKind::upstream},
                                          {500, FailureKind::upstream},
                                          {503, FailureKind::upstream},
                                          {599, FailureKind::upstream}}) {
    stub.on("/x", answers(row.status, row.status == 204 || row.status == 304 ? "" : "sorry"));
    const auto fetched = fetching.web(stub.url("/x?token=secret"));
    ASSERT_FALSE(fetched) << row.status;
    EXPECT_EQ(fetched.error().kind, row.kind) << row.status;
    EXPECT_THAT(fetched.error().public_message, HasSubstr(std::to_string(row.status)));
    EXPECT_THAT(fetched.error().public_message, Not(HasSubstr("127.0.0.1")));
    EXPECT_THAT(fetched.error().public_message, Not(HasSubstr("secret")));
    EXPECT_THAT(fetched.error().detail, HasSubstr(stub.url("/x")));
    EXPECT_THAT(fetched.error().detail, Not(HasSubstr("secret")));
  }
}

TEST(HttpFetch, GivesAWebPageAsTheBytesItIs) {
  StubOrigin stub;
  stub.on("/page", sends("<html>not a picture</html>", {.content_type = "text/html"}));
  Fetching fetching;

  EXPECT_EQ(*fetching.web(stub.url("/page"))->bytes, "<html>not a picture</html>");
}

TEST(HttpFetch, TakesNoProxyFromTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  StubOrigin stub;
  stub.on("/cat.jpg", sends("bytes"));
  Fetching fetching;

  EXPECT_TRUE(fetching.web(stub.url("/cat.jpg")));

  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

}  // namespace
}  // namespace vitrine::origin
