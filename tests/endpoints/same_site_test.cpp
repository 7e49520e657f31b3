#include "endpoints/same_site.h"

#include <string>

#include <gtest/gtest.h>

#include "endpoints/ask.h"

namespace vitrine::endpoints {
namespace {

TEST(SameSite, IsWhatTheBrowserSays) {
  struct Row {
    const char* reason;
    const char* site;
    const char* origin;
    bool ours;
  };

  const Row rows[] = {
      {"our page", "same-origin", "http://shop.example:7000", true},
      {"the address line", "none", nullptr, true},
      {"another site", "cross-site", "https://evil.example", false},
      {"another host of our domain", "same-site", "http://blog.shop.example", false},
      {"another site that forges Origin has to tell the truth first",
       "cross-site",
       "http://shop.example:7000",
       false},
      {"an older browser on our page", nullptr, "http://shop.example:7000", true},
      {"in capitals", nullptr, "HTTP://SHOP.example:7000", true},
      {"an older browser elsewhere", nullptr, "https://evil.example", false},
      {"another port", nullptr, "http://shop.example:8000", false},
      {"our name inside of another", nullptr, "http://shop.example:7000.evil.example", false},
      {"a sandboxed frame", nullptr, "null", false},
      {"a program", nullptr, nullptr, true}};
  for (const auto& row : rows) {
    std::vector<http::HeaderField> headers = {{"Host", "shop.example:7000"}};
    if (row.site != nullptr) headers.push_back({"Sec-Fetch-Site", row.site});
    if (row.origin != nullptr) headers.push_back({"Origin", row.origin});
    http::Request request;
    request.headers = headers;
    EXPECT_EQ(is_same_site(request), row.ours) << row.reason;
  }
}

TEST(OwnPath, LeavesTheSiteNever) {
  for (const std::string path : {"/", "/campaigns", "/a?b=c&d=%2F%2Fx", "/a//b", "/a#b"}) {
    EXPECT_TRUE(is_own_path(path)) << path;
  }
  for (const std::string path : {"",
                                 "a",
                                 "//evil.example",
                                 "///evil.example",
                                 "/\\evil.example",
                                 "\\\\evil.example",
                                 "https://evil.example",
                                 "javascript:alert(1)",
                                 "/a\r\nSet-Cookie: x=y",
                                 "/\t/evil.example",
                                 "/a b",
                                 "/ä",
                                 " /"}) {
    EXPECT_FALSE(is_own_path(path)) << path;
  }
  EXPECT_FALSE(is_own_path("/" + std::string(1024, 'a')));
}

}  // namespace
}  // namespace vitrine::endpoints
