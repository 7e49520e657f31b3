#include "origin/web_address.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::origin {
namespace {

using namespace std::string_literals;

TEST(WebAddress, TellsHostAndPortAndHidesTheQuery) {
  struct Row {
    const char* url;
    const char* host;
    std::uint16_t port;
    const char* for_log;
  };

  const std::vector<Row> rows = {
      {"http://a.example/x.jpg", "a.example", 80, "http://a.example:80/x.jpg"},
      {"https://a.example", "a.example", 443, "https://a.example:443/"},
      {"https://a.example:8443/x?token=secret#part", "a.example", 8443, "https://a.example:8443/x"},
      {"http://[2001:db8::1]:81/x", "2001:db8::1", 81, "http://[2001:db8::1]:81/x"},
      {"http://127.0.0.1:8100/a%20b", "127.0.0.1", 8100, "http://127.0.0.1:8100/a%20b"},
      {"HTTP://a.example/x", "a.example", 80, "http://a.example:80/x"},
      {"http://a.example/a/../b", "a.example", 80, "http://a.example:80/b"},
      // Other spellings of 127.0.0.1, which resolvers and other parsers understand as well.
      {"http://2130706433/", "127.0.0.1", 80, "http://127.0.0.1:80/"},
      {"http://0x7f.1/", "127.0.0.1", 80, "http://127.0.0.1:80/"},
      {"http://0177.0.0.1/", "127.0.0.1", 80, "http://127.0.0.1:80/"},
      {"http://127.1/", "127.0.0.1", 80, "http://127.0.0.1:80/"},
      {"http://%31%32%37.0.0.1/", "127.0.0.1", 80, "http://127.0.0.1:80/"},
  };
  for (const auto& row : rows) {
    const auto address = WebAddress::parse(row.url);
    ASSERT_TRUE(address) << row.url;
    EXPECT_EQ(address->host(), row.host) << row.url;
    EXPECT_EQ(address->port(), row.port) << row.url;
    EXPECT_EQ(address->for_log(), row.for_log);
  }
}

struct Refused {
  const char* reason;
  std::string url;
  FailureKind kind;
};

TEST(WebAddress, RefusesWhatIsNoPlainWebAddress) {
  const std::vector<Refused> rows = {
      {"file", "file:///etc/passwd", FailureKind::not_allowed},
      {"ftp", "ftp://a.example/x", FailureKind::not_allowed},
      {"gopher", "gopher://a.example:6379/_FLUSHALL", FailureKind::not_allowed},
      {"unknown scheme", "jar://a.example/x", FailureKind::not_allowed},
      {"user", "http://user@a.example/x", FailureKind::not_allowed},
      {"user and password", "http://user:pass@a.example/x", FailureKind::not_allowed},
      {"host that is a user", "http://a.example@127.0.0.1/x", FailureKind::not_allowed},
      {"empty", "", FailureKind::bad_request},
      {"no scheme", "a.example/x.jpg", FailureKind::bad_request},
      {"no host", "http:///x.jpg?y", FailureKind::bad_request},
      {"one slash", "http:/a.example/x.jpg", FailureKind::bad_request},
      {"backslash before a user", "http://a.example\\@127.0.0.1/", FailureKind::not_allowed},
      {"backslash in the host", "http://127.0.0.1\\.a.example/", FailureKind::bad_request},
      {"backslash for a slash", "http:\\\\a.example/", FailureKind::bad_request},
      {"port too large", "http://a.example:65536/", FailureKind::bad_request},
      {"port that is no number", "http://a.example:80a/", FailureKind::bad_request},
      {"space in the host", "http://a b/", FailureKind::bad_request},
      {"encoded slash in the host", "http://a.example%2fb/", FailureKind::bad_request},
      {"encoded slash in a user", "http://a.example%2f@127.0.0.1/", FailureKind::not_allowed},
      {"line end", "http://a.example/x\r\nHost: b", FailureKind::bad_request},
      {"NUL", "http://a.example\0.b/x"s, FailureKind::bad_request},
      {"address zone", "http://[fe80::1%25eth0]/", FailureKind::bad_request},
      {"broken IPv6", "http://[::1/", FailureKind::bad_request},
      {"longer than 8 KiB", "http://a.example/" + std::string(8192, 'x'), FailureKind::bad_request},
  };
  for (const auto& row : rows) {
    const auto address = WebAddress::parse(row.url);
    ASSERT_FALSE(address) << row.reason << ": " << address->for_log();
    EXPECT_EQ(address.error().kind, row.kind) << row.reason << ": " << address.error().detail;
  }
}

TEST(WebAddress, FollowsAbsoluteAndRelativeRedirects) {
  struct Row {
    const char* location;
    const char* for_log;
  };

  const auto base = WebAddress::parse("http://a.example:81/folder/x.jpg?query#part").value();
  const std::vector<Row> rows = {
      {"https://b.example/y.jpg", "https://b.example:443/y.jpg"},
      {"//b.example/y.jpg", "http://b.example:80/y.jpg"},
      {"/y.jpg", "http://a.example:81/y.jpg"},
      {"y.jpg", "http://a.example:81/folder/y.jpg"},
      {"../y.jpg", "http://a.example:81/y.jpg"},
      {"../../../y.jpg", "http://a.example:81/y.jpg"},
      {"?other", "http://a.example:81/folder/x.jpg"},
      {"/a b.jpg", "http://a.example:81/a%20b.jpg"},
      {"/caf\xc3\xa9.jpg", "http://a.example:81/caf%c3%a9.jpg"},
  };
  for (const auto& row : rows) {
    const auto next = base.redirected(row.location);
    ASSERT_TRUE(next) << row.location << ": " << next.error().detail;
    EXPECT_EQ(next->for_log(), row.for_log) << row.location;
  }
}

TEST(WebAddress, RefusesRedirectsAsItRefusesAddresses) {
  const auto base = WebAddress::parse("http://a.example/x.jpg").value();
  const std::vector<Refused> rows = {
      {"file", "file:///etc/passwd", FailureKind::not_allowed},
      {"user", "http://user:pass@b.example/", FailureKind::not_allowed},
      {"user without a scheme", "//user@b.example/", FailureKind::not_allowed},
      {"broken port", "http://b.example:x/", FailureKind::upstream},
      {"broken IPv6", "http://[::1/", FailureKind::upstream},
      {"too long", "/" + std::string(8192, 'x'), FailureKind::upstream},
  };
  for (const auto& row : rows) {
    const auto next = base.redirected(row.url);
    ASSERT_FALSE(next) << row.reason << ": " << next->for_log();
    EXPECT_EQ(next.error().kind, row.kind) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::origin
