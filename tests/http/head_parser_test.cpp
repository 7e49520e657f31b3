#include "http/head_parser.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

constexpr std::size_t kFieldsMax = 8;

// 200 for an acceptable head.
int status_of_head(std::string_view bytes) {
  Head head;
  std::vector<HeaderField> fields;
  const auto rejection = parse_head(bytes, kFieldsMax, head, fields);
  return rejection ? rejection->status : 200;
}

TEST(HeadParser, SplitsAHeadIntoViews) {
  constexpr std::string_view kBytes =
      "POST /views/home?a=b&c HTTP/1.1\r\n"
      "Host: example.com:7000\r\n"
      "Accept:image/webp, */* \r\n"
      "X-Empty:\r\n"
      "Content-Length: 12\r\n"
      "Expect: 100-Continue\r\n"
      "\r\n";
  Head head;
  std::vector<HeaderField> fields;
  ASSERT_FALSE(parse_head(kBytes, kFieldsMax, head, fields));
  EXPECT_EQ(head.method, Method::post);
  EXPECT_EQ(head.target, "/views/home?a=b&c");
  EXPECT_EQ(head.path, "/views/home");
  EXPECT_EQ(head.query, "a=b&c");
  EXPECT_EQ(head.content_length, 12);
  EXPECT_TRUE(head.keep_alive);
  EXPECT_TRUE(head.expects_continue);
  EXPECT_FALSE(head.chunked);
  ASSERT_EQ(fields.size(), 5);
  EXPECT_EQ(fields[0].name, "Host");
  EXPECT_EQ(fields[0].value, "example.com:7000");
  EXPECT_EQ(fields[1].value, "image/webp, */*");
  EXPECT_EQ(fields[2].value, "");
  for (const auto& field : fields) {
    EXPECT_GE(field.name.data(), kBytes.data());
    EXPECT_LT(field.name.data(), kBytes.data() + kBytes.size()) << "a view, not a copy";
  }
}

TEST(HeadParser, KnowsWhetherTheConnectionStays) {
  struct Row {
    const char* reason;
    std::string_view bytes;
    bool keep_alive;
  };

  constexpr Row kRows[] = {
      {"HTTP/1.1", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
      {"HTTP/1.1, close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
      {"in a list", "GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n", false},
      {"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", false},
      {"HTTP/1.0, keep", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
  };
  for (const auto& row : kRows) {
    Head head;
    std::vector<HeaderField> fields;
    ASSERT_FALSE(parse_head(row.bytes, kFieldsMax, head, fields)) << row.reason;
    EXPECT_EQ(head.keep_alive, row.keep_alive) << row.reason;
  }
}

TEST(HeadParser, ReadsEveryFormOfTarget) {
  struct Row {
    const char* reason;
    std::string_view line;
    int status;
    std::string_view path;
    std::string_view query;
    std::string_view host;
  };

  constexpr Row kRows[] = {
      {"a path", "GET /a/b", 200, "/a/b", "", "given"},
      {"a query", "GET /a?b=c?d", 200, "/a", "b=c?d", "given"},
      {"an empty query", "GET /a?", 200, "/a", "", "given"},
      {"escapes stay", "GET /a%2fb", 200, "/a%2fb", "", "given"},
      {"an address", "GET http://other:80/a?b", 200, "/a", "b", "other:80"},
      {"an address in capitals", "GET HTTPS://Other/a", 200, "/a", "", "Other"},
      {"an address without a path", "GET http://other", 200, "/", "", "other"},
      {"an address with only a query", "GET http://other?b", 200, "/", "b", "other"},
      {"an IPv6 address", "GET http://[::1]:7000/a", 200, "/a", "", "[::1]:7000"},
      {"star for OPTIONS", "OPTIONS *", 200, "*", "", "given"},
      {"star for another method", "GET *", 400, "", "", ""},
      {"star and more", "OPTIONS *a", 400, "", "", ""},
      {"an address without a host", "GET http:///a", 400, "", "", ""},
      {"an address with a user", "GET http://user@other/a", 400, "", "", ""},
      {"another scheme", "GET ftp://other/a", 400, "", "", ""},
      {"no slash", "GET a", 400, "", "", ""},
      {"only a host", "GET other:80", 400, "", "", ""},
      {"a fragment", "GET /a#b", 400, "", "", ""},
      {"a byte over 0x7e", "GET /caf\xC3\xA9", 400, "", "", ""},
      {"DEL", "GET /a\x7F", 400, "", "", ""},
      {"a control character", "GET /a\x01", 400, "", "", ""},
      {"a tab", "GET /a\tb", 400, "", "", ""},
      {"nothing", "GET ", 400, "", "", ""},
      {"two blanks", "GET  /a", 400, "", "", ""},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.reason);
    const auto bytes = std::string(row.line) + " HTTP/1.1\r\nhost: given\r\n\r\n";
    Head head;
    std::vector<HeaderField> fields;
    const auto rejection = parse_head(bytes, kFieldsMax, head, fields);
    EXPECT_EQ(rejection ? rejection->status : 200, row.status);
    if (rejection) continue;
    EXPECT_EQ(head.path, row.path);
    EXPECT_EQ(head.query, row.query);
    EXPECT_EQ(fields.at(0).value, row.host);
  }
}

TEST(HeadParser, RefusesHostileHeads) {
  struct Row {
    const char* reason;
    std::string_view bytes;  // the empty line is added
    int status;
  };

  constexpr Row kRows[] = {
      {"acceptable", "GET / HTTP/1.1\r\nHost: a\r\n", 200},
      {"no Host", "GET / HTTP/1.1\r\n", 400},
      {"no Host in HTTP/1.0", "GET / HTTP/1.0\r\n", 200},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n", 400},
      {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n", 400},
      {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n", 400},
      {"a path in the Host", "GET / HTTP/1.1\r\nHost: a/b\r\n", 400},
      {"a user in the Host", "GET / HTTP/1.1\r\nHost: a@b\r\n", 400},
      {"two names in the Host", "GET / HTTP/1.1\r\nHost: a, b\r\n", 400},
      {"a blank in the Host", "GET / HTTP/1.1\r\nHost: a b\r\n", 400},
      {"quotes in the Host", "GET / HTTP/1.1\r\nHost: \"a\"\r\n", 400},
      {"chunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n", 200},
      {"xchunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n", 501},
      {"gzip, chunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n", 501},
      {"chunked, identity",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n",
       501},
      {"identity", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n", 501},
      {"chunked, chunked",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n",
       501},
      {"chunked;a", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;a=b\r\n", 501},
      {"an empty coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n", 501},
      {"a vertical tab before chunked",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0B"
       "chunked\r\n",
       400},
      {"two codings",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
       400},
      {"an unknown coding, then chunked",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n",
       501},
      {"a coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", 400},
      {"a length and a coding",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
       400},
      {"a coding and a length",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
       400},
      {"two lengths",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
       400},
      {"the same length twice",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n",
       400},
      {"a list of lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n", 400},
      {"a length with a comma", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3,\r\n", 400},
      {"a signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n", 400},
      {"a negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n", 400},
      {"a hexadecimal length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n", 400},
      {"an empty length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n", 400},
      {"a length over 64 bits",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n",
       400},
      {"an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n", 501},
      {"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n", 501},
      {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n", 501},
      {"a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n", 501},
      {"a method that is no token", "G@T / HTTP/1.1\r\nHost: a\r\n", 400},
      {"a blank in front", " GET / HTTP/1.1\r\nHost: a\r\n", 400},
      {"no version", "GET /\r\nHost: a\r\n", 400},
      {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n", 505},
      {"HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n", 505},
      {"a version in small letters", "GET / http/1.1\r\nHost: a\r\n", 400},
      {"a long version", "GET / HTTP/1.10\r\nHost: a\r\n", 400},
      {"a blank behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n", 400},
      {"a blank before the colon", "GET / HTTP/1.1\r\nHost : a\r\n", 400},
      {"a field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n", 400},
      {"a field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n", 400},
      {"NUL in a name", std::string_view("GET / HTTP/1.1\r\nHost: a\r\nX\0Y: b\r\n", 33), 400},
      {"NUL in a value", std::string_view("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n", 34), 400},
      {"a lone CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n", 400},
      {"a lone CR in the target", "GET /\r HTTP/1.1\r\nHost: a\r\n", 400},
      {"a byte over 0x7f in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\xC3\xA9: b\r\n", 400},
      {"a byte over 0x7f in a value is opaque",
       "GET / HTTP/1.1\r\nHost: a\r\nX: \xC3\xA9\r\n",
       200},
      {"an unknown expectation", "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n", 417},
      {"a broken Connection", "GET / HTTP/1.1\r\nHost: a\r\nConnection: @\r\n", 400},
      {"as many fields as may be",
       "GET / HTTP/1.1\r\nHost: a\r\na:1\r\nb:1\r\nc:1\r\nd:1\r\ne:1\r\nf:1\r\ng:1\r\n",
       200},
      {"one field more",
       "GET / HTTP/1.1\r\nHost: a\r\na:1\r\nb:1\r\nc:1\r\nd:1\r\ne:1\r\nf:1\r\ng:1\r\nh:1\r\n",
       431},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(status_of_head(std::string(row.bytes) + "\r\n"), row.status) << row.reason;
  }
}

TEST(HeadParser, NamesTheLimitThatRefused) {
  Head head;
  std::vector<HeaderField> fields;
  const auto rejection = parse_head("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n", 1, head, fields);
  ASSERT_TRUE(rejection);
  EXPECT_EQ(rejection->text, "The request has more than 1 header fields");
}

}  // namespace
}  // namespace vitrine::http
