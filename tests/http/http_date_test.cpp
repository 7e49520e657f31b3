#include "http/http_date.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

using std::chrono::seconds;

WallTime at(std::int64_t second) {
  return WallTime(seconds(second));
}

TEST(HttpDate, IsWrittenInTheFixedForm) {
  struct Row {
    std::int64_t second;
    const char* text;
  };

  constexpr Row kRows[] = {
      {784'111'777, "Sun, 06 Nov 1994 08:49:37 GMT"},
      {0, "Thu, 01 Jan 1970 00:00:00 GMT"},
      {-1, "Wed, 31 Dec 1969 23:59:59 GMT"},
      {951'782'400, "Tue, 29 Feb 2000 00:00:00 GMT"},
      {4'102'444'799, "Thu, 31 Dec 2099 23:59:59 GMT"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(http_date(at(row.second)), row.text);
    EXPECT_EQ(parse_http_date(row.text), at(row.second)) << row.text;
  }
}

TEST(HttpDate, DropsFractionsOfASecond) {
  EXPECT_EQ(http_date(at(0) + std::chrono::milliseconds(999)), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpDate, ReadsTheObsoleteForms) {
  struct Row {
    const char* reason;
    const char* text;
    std::int64_t second;
  };

  constexpr Row kRows[] = {
      {"RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", 784'111'777},
      {"RFC 850, a year of this century", "Tuesday, 29-Feb-00 00:00:00 GMT", 951'782'400},
      {"asctime", "Sun Nov  6 08:49:37 1994", 784'111'777},
      {"asctime, a day of two digits", "Tue Feb 29 00:00:00 2000", 951'782'400},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(parse_http_date(row.text), at(row.second)) << row.reason;
  }
}

TEST(HttpDate, KeepsFarYearsInOrder) {
  const auto far = parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT");
  ASSERT_TRUE(far);
  EXPECT_GT(*far, at(4'102'444'799));
  const auto old = parse_http_date("Sat, 01 Jan 0000 00:00:00 GMT");
  ASSERT_TRUE(old);
  EXPECT_LT(*old, at(0));
}

TEST(HttpDate, RefusesWhatIsNoDate) {
  constexpr const char* kTexts[] = {
      "",
      "0",
      "now",
      "Sun, 06 Nov 1994 08:49:37",
      "Sun, 06 Nov 1994 08:49:37 GMT ",
      "Sun, 06 Nov 1994 08:49:37 UTC",
      "Sun, 6 Nov 1994 08:49:37 GMT",
      "Sun, 31 Feb 1994 08:49:37 GMT",
      "Sun, 06 Foo 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:49:37 GMT",
      "Sun, 06 Nov 1994 08:60:37 GMT",
      "Sun, 06 Nov 1994 08:49:61 GMT",
      "Sun, 06 Nov 19x4 08:49:37 GMT",
      "Xxx, 06 Nov 1994 08:49:37 GMT",
      "Sunday, 06-Nov-1994 08:49:37 GMT",
      "Sun Nov 6 08:49:37 1994",
      "Sun Nov  6 08:49:37 1994 GMT",
      "Sun Nov",
      "Sun ",
      "Sun",
  };
  for (const auto* text : kTexts) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << '"' << text << '"';
  }
}

}  // namespace
}  // namespace vitrine::http
