#include "endpoints/live_origin.h"

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

TEST(LiveOrigin, LetsOnlyPagesOfKnownOriginsRead) {
  struct Row {
    const char* reason;
    std::vector<http::HeaderField> headers;
    std::vector<std::string> allowed;
    bool may;
  };

  const std::vector<Row> rows = {
      {"no browser", {{"Host", "shop.example"}}, {}, true},
      {"our own page", {{"Host", "shop.example"}, {"Origin", "https://shop.example"}}, {}, true},
      {"our own page, in other letters",
       {{"Host", "Shop.example:7000"}, {"Origin", "http://shop.EXAMPLE:7000"}},
       {},
       true},
      {"another port",
       {{"Host", "shop.example:7000"}, {"Origin", "http://shop.example"}},
       {},
       false},
      {"a page of somebody else",
       {{"Host", "shop.example"}, {"Origin", "https://evil.example"}},
       {},
       false},
      {"our name in front of another",
       {{"Host", "shop.example"}, {"Origin", "https://shop.example.evil.example"}},
       {},
       false},
      {"a page without an origin (a file)",
       {{"Host", "shop.example"}, {"Origin", "null"}},
       {"https://shop.example"},
       false},
      {"one of the list",
       {{"Host", "live.example"}, {"Origin", "https://shop.example"}},
       {"https://other.example", "https://shop.example"},
       true},
      {"one of the list by another scheme",
       {{"Host", "live.example"}, {"Origin", "http://shop.example"}},
       {"https://shop.example"},
       false},
      {"anybody", {{"Host", "live.example"}, {"Origin", "null"}}, {"*"}, true},
      {"no host to compare", {{"Origin", "://"}}, {}, false},
  };
  for (const auto& row : rows) {
    http::Request request;
    request.headers = row.headers;
    EXPECT_EQ(check_origin(request, row.allowed).has_value(), row.may) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::endpoints
