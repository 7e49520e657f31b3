#include "http/conditions.h"

#include <vector>

#include <gtest/gtest.h>

#include "http/response.h"

namespace vitrine::http {
namespace {

constexpr std::string_view kTag = "\"v1\"";
// Sun, 06 Nov 1994 08:49:37 GMT, and a fraction that no header can name.
const WallTime kModified{std::chrono::seconds(784'111'777) + std::chrono::milliseconds(250)};
constexpr std::string_view kSame = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::string_view kBefore = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr std::string_view kAfter = "Sun, 06 Nov 1994 08:49:38 GMT";

struct Row {
  const char* reason;
  std::vector<HeaderField> fields;
  Condition expected;
};

TEST(Conditions, FollowTheOrderOfTheRfc) {
  const Row rows[] = {
      {"none", {}, Condition::go_on},
      {"the tag", {{"If-None-Match", "\"v1\""}}, Condition::not_modified},
      {"the weak form of the tag", {{"If-None-Match", "W/\"v1\""}}, Condition::not_modified},
      {"another tag", {{"If-None-Match", "\"v2\""}}, Condition::go_on},
      {"a list", {{"If-None-Match", "\"v0\", W/\"v2\" ,\"v1\""}}, Condition::not_modified},
      {"a list without blanks", {{"If-None-Match", "\"v0\",\"v1\""}}, Condition::not_modified},
      {"a tag with a comma", {{"If-None-Match", "\"a,b\", \"v1\""}}, Condition::not_modified},
      {"anything", {{"If-None-Match", " * "}}, Condition::not_modified},
      {"a star among tags is no tag", {{"If-None-Match", "\"v0\", *"}}, Condition::go_on},
      {"without quotes", {{"If-None-Match", "v1"}}, Condition::go_on},
      {"an open quote", {{"If-None-Match", "\"v1"}}, Condition::go_on},
      {"empty", {{"If-None-Match", ""}}, Condition::go_on},
      {"two lines are one list",
       {{"If-None-Match", "\"v0\""}, {"if-none-match", "\"v1\""}},
       Condition::not_modified},
      {"the same second", {{"If-Modified-Since", kSame}}, Condition::not_modified},
      {"a later second", {{"If-Modified-Since", kAfter}}, Condition::not_modified},
      {"an earlier second", {{"If-Modified-Since", kBefore}}, Condition::go_on},
      {"not a date", {{"If-Modified-Since", "yesterday"}}, Condition::go_on},
      {"a tag that differs beats a date that agrees",
       {{"If-None-Match", "\"v2\""}, {"If-Modified-Since", kSame}},
       Condition::go_on},
      {"a tag that agrees beats a date that differs",
       {{"If-None-Match", "\"v1\""}, {"If-Modified-Since", kBefore}},
       Condition::not_modified},
      {"must match, does", {{"If-Match", "\"v0\", \"v1\""}}, Condition::go_on},
      {"must match, does not", {{"If-Match", "\"v2\""}}, Condition::failed},
      {"must match strongly", {{"If-Match", "W/\"v1\""}}, Condition::failed},
      {"must match anything", {{"If-Match", "*"}}, Condition::go_on},
      {"must be unchanged, is", {{"If-Unmodified-Since", kSame}}, Condition::go_on},
      {"must be unchanged, is not", {{"If-Unmodified-Since", kBefore}}, Condition::failed},
      {"If-Match beats the date",
       {{"If-Match", "\"v1\""}, {"If-Unmodified-Since", kBefore}},
       Condition::go_on},
      {"If-Match goes before If-None-Match",
       {{"If-None-Match", "\"v1\""}, {"If-Match", "\"v2\""}},
       Condition::failed},
  };
  for (const auto& row : rows) {
    Request request;
    request.headers = row.fields;
    EXPECT_EQ(condition_of(request, kTag, kModified), row.expected) << row.reason;
    EXPECT_EQ(not_modified(request, kTag, kModified), row.expected == Condition::not_modified)
        << row.reason;
  }
}

TEST(Conditions, KnowNoDateOfWhatHasNone) {
  const std::vector<HeaderField> fields = {{"If-Modified-Since", kAfter}};
  Request request;
  request.headers = fields;
  EXPECT_EQ(condition_of(request, kTag, WallTime{}), Condition::go_on);
}

TEST(Conditions, AreForGetAndHead) {
  const std::vector<HeaderField> fields = {{"If-None-Match", "*"}};
  Request request;
  request.headers = fields;
  request.method = Method::head;
  EXPECT_EQ(condition_of(request, kTag, kModified), Condition::not_modified);
  request.method = Method::put;
  EXPECT_EQ(condition_of(request, kTag, kModified), Condition::go_on);
}

TEST(RangeApplies, OnlyToTheVeryRepresentationThatIfRangeNames) {
  struct RangeRow {
    const char* reason;
    std::string_view if_range;
    bool applies;
  };

  constexpr RangeRow kRows[] = {
      {"the tag", "\"v1\"", true},
      {"another tag", "\"v2\"", false},
      {"a weak tag never", "W/\"v1\"", false},
      {"the time", kSame, true},
      {"a later time is not the same", kAfter, false},
      {"neither", "v1", false},
  };
  for (const auto& row : kRows) {
    const std::vector<HeaderField> fields = {{"If-Range", row.if_range}};
    Request request;
    request.headers = fields;
    EXPECT_EQ(range_applies(request, kTag, kModified), row.applies) << row.reason;
  }
  EXPECT_TRUE(range_applies(Request(), kTag, kModified));
}

}  // namespace
}  // namespace vitrine::http
