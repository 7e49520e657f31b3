#include "http/request.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

TEST(Request, FindsTheFirstHeaderOfANameWhateverItsCase) {
  constexpr HeaderField kFields[] = {{"accept", "image/webp"}, {"Accept", "text/html"}, {"X", ""}};
  Request request;
  request.headers = kFields;
  EXPECT_EQ(request.header("ACCEPT"), "image/webp");
  EXPECT_EQ(request.header("x"), "");
  EXPECT_EQ(request.header("Accept-"), std::nullopt);
}

TEST(Request, HasNoParameterThatThePatternDoesNotName) {
  constexpr PathParameter kParameters[] = {{"page", "home"}};
  Request request;
  request.parameters = kParameters;
  EXPECT_EQ(request.parameter("page"), "home");
  EXPECT_EQ(request.parameter("Page"), "");
}

TEST(Request, ReadsTheQuery) {
  struct Row {
    const char* reason;
    std::string_view query;
    std::optional<std::string> expected;  // of "term"
  };

  const Row rows[] = {
      {"no query", "", std::nullopt},
      {"another name", "terms=a", std::nullopt},
      {"a value", "term=abba", "abba"},
      {"the first of two", "term=a&term=b", "a"},
      {"behind another", "x=1&term=a", "a"},
      {"without equals sign", "term", ""},
      {"an empty value", "term=&x=1", ""},
      {"an equals sign in the value", "term=a=b", "a=b"},
      {"decoded, plus kept", "term=a%20b+c", "a b+c"},
      {"a name that is encoded", "%74erm=a", "a"},
      {"a broken escape stays as it is", "term=50%", "50%"},
      {"empty pairs", "&&term=a&&", "a"},
  };
  for (const auto& row : rows) {
    Request request;
    request.query = row.query;
    EXPECT_EQ(request.query_parameter("term"), row.expected) << row.reason;
  }
}

TEST(Method, HasTheNameOfTheRequestLine) {
  EXPECT_EQ(name(Method::get), "GET");
  EXPECT_EQ(name(Method::delete_), "DELETE");
  EXPECT_EQ(name(Method::options), "OPTIONS");
}

}  // namespace
}  // namespace vitrine::http
