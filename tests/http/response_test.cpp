#include "http/response.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "http/head_writer.h"

namespace vitrine::http {
namespace {

// Tue, 14 Nov 2023 22:13:20 GMT.
const CommonLines kCommon{WallTime{std::chrono::seconds(1'700'000'000)}};

std::string written(const Response& response,
                    Method method = Method::get,
                    Persistence persistence = Persistence::keep) {
  OutBuffer out(16 * 1024);
  write_head(response, method, persistence, kCommon, out);
  EXPECT_LE(out.view().size(), head_bytes_max(response));
  return std::string(out.view());
}

TEST(Response, IsWrittenWithWhatTheConnectionAdds) {
  EXPECT_EQ(written(Response::text(200, "hello")),
            "HTTP/1.1 200 OK\r\n"
            "Server: Vitrine\r\n"
            "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
            "Content-Length: 5\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "\r\n");
}

TEST(Response, SaysHowTheConnectionGoesOn) {
  EXPECT_NE(written(Response(200), Method::get, Persistence::close).find("Connection: close\r\n"),
            std::string::npos);
  EXPECT_NE(written(Response(200), Method::get, Persistence::keep_and_tell)
                .find("Connection: keep-alive\r\n"),
            std::string::npos);
  EXPECT_EQ(written(Response(200)).find("Connection"), std::string::npos);
}

TEST(Response, HasALengthUnlessItCannotHaveABody) {
  struct Row {
    const char* reason;
    Response response;
    Method method;
    const char* line;  // null: no Content-Length
  };

  const Row rows[] = {
      {"an empty answer", Response(200), Method::get, "Content-Length: 0\r\n"},
      {"a redirect", Response::redirect(302, "/a"), Method::get, "Content-Length: 0\r\n"},
      {"no content", Response(204), Method::delete_, nullptr},
      {"not modified", Response(304), Method::get, nullptr},
      {"HEAD of a body", Response::text(200, "four"), Method::head, "Content-Length: 4\r\n"},
      {"HEAD of a body that was never made",
       Response(200).head_length(70'000),
       Method::head,
       "Content-Length: 70000\r\n"},
      {"HEAD of a body of unknown length",
       Response(200).head_length(std::nullopt),
       Method::head,
       nullptr},
      {"GET does not look at that",
       Response(200).head_length(7),
       Method::get,
       "Content-Length: 0\r\n"},
  };
  for (const auto& row : rows) {
    const auto text = written(row.response, row.method);
    if (row.line != nullptr) {
      EXPECT_NE(text.find(row.line), std::string::npos) << row.reason << '\n' << text;
    } else {
      EXPECT_EQ(text.find("Content-Length"), std::string::npos) << row.reason;
    }
  }
}

TEST(Response, KeepsItsHeadersInOrderWhenTheyOutgrowTheInlineBuffer) {
  Response response(200);
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const auto name = "X-Number-" + std::to_string(i);
    const std::string value(static_cast<std::size_t>(i) * 3, 'v');
    response.header(HeaderName(name), value);
    expected += name + ": " + value + "\r\n";
  }
  EXPECT_EQ(response.header_lines(), expected);
  const auto moved = std::move(response);
  EXPECT_EQ(moved.header_lines(), expected);
}

TEST(Response, FillsTheInlineBufferToItsLastByte) {
  for (const std::size_t value_bytes : {500U, 505U, 507U, 508U, 509U, 600U}) {
    Response response(200);
    response.header("X", std::string(value_bytes, 'v'));
    EXPECT_EQ(response.header_lines().size(), value_bytes + 5);
    response.header("Y", "1");
    EXPECT_EQ(response.header_lines(), "X: " + std::string(value_bytes, 'v') + "\r\nY: 1\r\n");
  }
}

TEST(Response, RefusesHeadersThatWouldBreakTheHead) {
  struct Row {
    const char* reason;
    std::string_view name;
    std::string_view value;
  };

  constexpr Row kRows[] = {
      {"a line break", "X", "a\r\nSet-Cookie: b"},
      {"a lone line feed", "X", "a\nb"},
      {"a lone carriage return", "X", "a\rb"},
      {"NUL", "X", std::string_view("a\0b", 3)},
      {"any other control character", "X", "a long value with one \x01 in the middle"},
      {"DEL", "X", "abcdefgh\x7F"},
      {"no name", "", "a"},
      {"a colon in the name", "X:", "a"},
      {"a blank in the name", "X Y", "a"},
      {"a line break in the name", "X\r\nY", "a"},
      {"written by the connection", "content-length", "5"},
      {"written by the connection", "Date", "now"},
      {"written by the connection", "Server", "x"},
      {"written by the connection", "CONNECTION", "close"},
      {"written by the connection", "Transfer-Encoding", "chunked"},
  };
  for (const auto& row : kRows) {
    Response response(200);
    EXPECT_THROW(response.header(HeaderName(row.name), row.value), std::logic_error) << row.reason;
  }
}

TEST(Response, TakesTabsAndTextInValues) {
  Response response(200);
  response.header("X", "a\tb and caf\xC3\xA9, at length").header("Y", "");
  EXPECT_EQ(response.header_lines(), "X: a\tb and caf\xC3\xA9, at length\r\nY: \r\n");
}

TEST(Response, RefusesRedirectsAndStatusesThatMakeNoSense) {
  EXPECT_THROW(Response::redirect(302, "/a\r\nX: y"), std::logic_error);
  EXPECT_THROW(Response::redirect(302, "/a\tb"), std::logic_error);
  EXPECT_THROW(Response::redirect(302, "/a\x7F"), std::logic_error);
  EXPECT_THROW(Response(100), std::logic_error);
  EXPECT_THROW(Response(600), std::logic_error);
  EXPECT_EQ(Response::redirect(307, "/a?b=c").header_lines(), "Location: /a?b=c\r\n");
}

TEST(Response, WritesAnUnknownStatusAsItsClass) {
  EXPECT_TRUE(written(Response(299)).starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(written(Response(499)).starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(written(Response(599)).starts_with("HTTP/1.1 500 "));
}

TEST(OutBuffer, NeverOverruns) {
  OutBuffer out(8);
  out.append("12345678");
  EXPECT_THROW(out.append("9"), std::logic_error);
  EXPECT_EQ(out.view(), "12345678");
  out.clear();
  EXPECT_TRUE(out.empty());
}

TEST(CommonLines, FollowTheClock) {
  CommonLines lines{WallTime{}};
  EXPECT_EQ(lines.view(), "Server: Vitrine\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
  lines.refresh(WallTime{std::chrono::seconds(61)});
  EXPECT_EQ(lines.view(), "Server: Vitrine\r\nDate: Thu, 01 Jan 1970 00:01:01 GMT\r\n");
}

}  // namespace
}  // namespace vitrine::http
