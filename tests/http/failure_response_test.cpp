#include <vector>

#include <gtest/gtest.h>

#include "http/response.h"

namespace vitrine::http {
namespace {

std::string body_of(const Response& response) {
  return std::string(memory_of(response.body()));
}

bool has_line(const Response& response, std::string_view line) {
  return response.header_lines().contains(std::string(line) + "\r\n");
}

Response answer(const Failure& failure, std::string_view accept) {
  std::vector<HeaderField> fields;
  if (!accept.empty()) fields.push_back({"Accept", accept});
  Request request;
  request.headers = fields;
  request.id = 0x2a;
  return failure_response(failure, request);
}

TEST(FailureResponse, HasTheStatusOfItsKind) {
  struct Row {
    FailureKind kind;
    int status;
  };

  constexpr Row kRows[] = {
      {FailureKind::bad_request, 400},
      {FailureKind::not_allowed, 403},
      {FailureKind::not_found, 404},
      {FailureKind::conflict, 409},
      {FailureKind::not_accepted, 406},
      {FailureKind::too_large, 413},
      {FailureKind::unsupported, 422},
      {FailureKind::media_type, 415},
      {FailureKind::busy, 503},
      {FailureKind::upstream, 502},
      {FailureKind::timeout, 504},
      {FailureKind::unavailable, 503},
  };
  for (const auto& row : kRows) {
    const auto response = answer({row.kind, "No", "private"}, "");
    EXPECT_EQ(response.status(), row.status) << name(row.kind);
    EXPECT_EQ(response.header_lines().contains("Retry-After"), row.status == 503) << name(row.kind);
    EXPECT_FALSE(body_of(response).contains("private"));
  }
}

TEST(FailureResponse, IsAShortTextWithTheNumberOfTheRequest) {
  const auto response = answer({FailureKind::not_found, "There is no picture 7", {}}, "");
  EXPECT_EQ(body_of(response), "There is no picture 7\n");
  EXPECT_TRUE(has_line(response, "Content-Type: text/plain; charset=utf-8"));
  EXPECT_TRUE(has_line(response, "X-Request-Id: 2a"));
  EXPECT_TRUE(has_line(response, "X-Content-Type-Options: nosniff"));
}

TEST(FailureResponse, IsJsonForWhoPrefersIt) {
  struct Row {
    const char* reason;
    std::string_view accept;
    bool json;
  };

  constexpr Row kRows[] = {
      {"no preference", "", false},
      {"only JSON", "application/json", true},
      {"whatever the case", "Application/JSON", true},
      {"anything", "*/*", false},
      {"a script's list", "application/json, text/plain, */*", true},
      {"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false},
      {"JSON is second choice", "text/plain, application/json;q=0.9", false},
      {"text is second choice", "text/plain;q=0.5, application/json;q=0.8", true},
      {"JSON through its family", "application/*, text/plain;q=0.1", true},
      {"JSON is refused", "application/json;q=0, */*", false},
      {"an upper-case q", "application/json;Q=0.2, text/plain", false},
      {"other parameters", "application/json; charset=utf-8 ; q=1.0", true},
      {"not a quality", "application/json;q=x, text/plain;q=0.9", true},
      {"neither", "image/webp", false},
      {"empty items", ", ,application/json,,", true},
  };
  for (const auto& row : kRows) {
    const auto response = answer({FailureKind::not_found, "No", {}}, row.accept);
    EXPECT_EQ(has_line(response, "Content-Type: application/json"), row.json) << row.reason;
  }
}

TEST(FailureResponse, AddsUpSeveralAcceptLines) {
  const std::vector<HeaderField> fields = {{"Accept", "text/plain;q=0.5"},
                                           {"accept", "application/json"}};
  Request request;
  request.headers = fields;
  const auto response = failure_response({FailureKind::busy, "Later", {}}, request);
  EXPECT_EQ(body_of(response), R"({"error":{"kind":"busy","message":"Later"}})");
}

TEST(FailureResponse, EscapesWhatItQuotes) {
  struct Row {
    const char* reason;
    std::string message;
    const char* json;
  };

  const Row rows[] = {
      {"quotes and backslashes", R"(a"b\c)", R"("a\"b\\c")"},
      {"control characters", "a\nb\x7F", R"("a\u000ab\u007f")"},
      {"UTF-8 stays", "caf\xC3\xA9", "\"caf\xC3\xA9\""},
      {"what is not UTF-8 does not", "caf\xE9", R"("caf?")"},
  };
  for (const auto& row : rows) {
    const auto body =
        body_of(answer({FailureKind::bad_request, row.message, {}}, "application/json"));
    EXPECT_EQ(body, R"({"error":{"kind":"bad_request","message":)" + std::string(row.json) + "}}")
        << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::http
