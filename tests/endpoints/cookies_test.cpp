#include "endpoints/cookies.h"

#include <string>

#include <gtest/gtest.h>

#include "endpoints/ask.h"

namespace vitrine::endpoints {
namespace {

TEST(Cookie, IsFoundByItsWholeName) {
  struct Row {
    const char* reason;
    const char* header;
    const char* value;
  };

  const Row rows[] = {{"alone", "vitrine-session=abc", "abc"},
                      {"among others", "a=b; vitrine-session=abc; c=d", "abc"},
                      {"without a blank", "a=b;vitrine-session=abc", "abc"},
                      {"the first of two", "vitrine-session=abc; vitrine-session=def", "abc"},
                      {"empty", "vitrine-session=", ""},
                      {"with an equals sign", "vitrine-session=a=b", "a=b"}};
  for (const auto& row : rows) {
    const Ask ask({{"Cookie", row.header}});
    EXPECT_EQ(cookie(ask.request, kSessionCookie, false), row.value) << row.reason;
  }
  for (const char* header : {"",
                             "vitrine-session",
                             "xvitrine-session=abc",
                             "vitrine-session_=abc",
                             "vitrine-refresh=abc",
                             "__Host-vitrine-session=abc",
                             ";;;"}) {
    const Ask ask({{"Cookie", header}});
    EXPECT_FALSE(cookie(ask.request, kSessionCookie, false)) << header;
  }
}

TEST(Cookie, BehindTlsIsTheOneThatNobodyElseCanSet) {
  const Ask ask({{"Cookie", "vitrine-session=planted; __Host-vitrine-session=ours"}});
  EXPECT_EQ(cookie(ask.request, kSessionCookie, true), "ours");
  const Ask planted({{"Cookie", "vitrine-session=planted"}});
  EXPECT_FALSE(cookie(planted.request, kSessionCookie, true));
}

TEST(Cookie, IsSetForThisHostAndNoScript) {
  http::Response plain;
  set_cookie(plain, kSessionCookie, "abc", false, std::nullopt);
  EXPECT_EQ(plain.header_lines(),
            "Set-Cookie: vitrine-session=abc; Path=/; HttpOnly; SameSite=Lax\r\n");
  http::Response secure;
  set_cookie(secure, kRefreshCookie, "abc", true, std::chrono::hours(1));
  EXPECT_EQ(secure.header_lines(),
            "Set-Cookie: __Host-vitrine-refresh=abc; Path=/; HttpOnly; SameSite=Lax; Secure; "
            "Max-Age=3600\r\n");
}

}  // namespace
}  // namespace vitrine::endpoints
