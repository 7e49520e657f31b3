#include "http/router.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

Handler nothing() {
  return [](const Request&) -> Answer { return Response(204); };
}

// "pattern name=value …", "404", "405 allowed", or "400".
std::string matched(const Router& router, Method method, std::string_view path) {
  std::vector<PathParameter> parameters;
  std::string decoded;
  const auto match = router.match(method, path, parameters, decoded);
  if (!match) return "400";
  if (match->route == nullptr) {
    return match->allowed.empty() ? "404" : "405 " + std::string(match->allowed);
  }
  auto text = match->route->pattern;
  for (const auto& parameter : parameters) {
    text += ' ' + std::string(parameter.name) + '=' + std::string(parameter.value);
  }
  return text;
}

TEST(Router, FindsTheMostSpecificRoute) {
  Router router;
  for (const char* pattern : {"/",
                              "/ping",
                              "/views/{page}",
                              "/views/top",
                              "/views/{page}/day/{day}",
                              "/fwd/{campaign}/{item}",
                              "/product/image/{path...}",
                              "/product/{kind}/list",
                              "/files/{path...}",
                              "/slash/"}) {
    router.add(Method::get, pattern, nothing());
  }

  struct Row {
    const char* reason;
    std::string_view path;
    std::string_view expected;
  };

  constexpr Row kRows[] = {
      {"the root", "/", "/"},
      {"a literal", "/ping", "/ping"},
      {"case counts", "/Ping", "404"},
      {"a longer path", "/ping/x", "404"},
      {"a trailing slash is another path", "/ping/", "404"},
      {"a route with a trailing slash", "/slash/", "/slash/"},
      {"and without it", "/slash", "404"},
      {"a parameter", "/views/home", "/views/{page} page=home"},
      {"a literal beats it", "/views/top", "/views/top"},
      {"a parameter is never empty", "/views/", "404"},
      {"two parameters", "/fwd/july1/camera", "/fwd/{campaign}/{item} campaign=july1 item=camera"},
      {"a parameter in the middle", "/views/a/day/2", "/views/{page}/day/{day} page=a day=2"},
      {"back from a literal that led nowhere",
       "/views/top/day/2",
       "/views/{page}/day/{day} page=top day=2"},
      {"the rest", "/files/a/b/c.jpg", "/files/{path...} path=a/b/c.jpg"},
      {"the rest is one segment or more", "/files/a", "/files/{path...} path=a"},
      {"the rest is never empty", "/files/", "404"},
      {"the rest keeps a trailing slash", "/files/a/", "/files/{path...} path=a/"},
      {"the rest after a literal",
       "/product/image/7/w500.jpg",
       "/product/image/{path...} path=7/w500.jpg"},
      {"literal and rest beat a parameter",
       "/product/image/list",
       "/product/image/{path...} path=list"},
      {"the parameter where the literal differs",
       "/product/video/list",
       "/product/{kind}/list kind=video"},
      {"an empty segment", "//", "404"},
      {"an empty segment in front", "//ping", "404"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(matched(router, Method::get, row.path), row.expected) << row.reason;
  }
}

TEST(Router, DecodesOnceAndAfterSplitting) {
  Router router;
  router.add(Method::get, "/views/{page}", nothing());
  router.add(Method::get, "/files/{path...}", nothing());

  struct Row {
    const char* reason;
    std::string_view path;
    std::string_view expected;
  };

  constexpr Row kRows[] = {
      {"a blank", "/views/a%20b", "/views/{page} page=a b"},
      {"plus stays plus", "/views/a+b", "/views/{page} page=a+b"},
      {"an encoded slash separates nothing", "/views/a%2Fb", "/views/{page} page=a/b"},
      {"an encoded literal", "/%76iews/a", "/views/{page} page=a"},
      {"once", "/views/%2541", "/views/{page} page=%41"},
      {"UTF-8", "/views/caf%C3%A9", "/views/{page} page=caf\xC3\xA9"},
      {"several segments", "/files/%61/b%20/c", "/files/{path...} path=a/b /c"},
      {"half an escape", "/views/a%4", "400"},
      {"no hex digits", "/views/%zz", "400"},
      {"NUL", "/views/a%00", "400"},
      {"a line break", "/views/a%0d%0aX", "400"},
      {"DEL", "/views/%7f", "400"},
      {"not UTF-8", "/views/%ff", "400"},
      {"a raw byte that is not UTF-8", "/views/\xff", "400"},
      {"a raw control character", "/views/a\tb", "400"},
      {"up", "/files/../secret", "400"},
      {"up, encoded", "/files/%2e%2E/secret", "400"},
      {"up, half encoded", "/files/.%2e", "400"},
      {"here", "/files/./a", "400"},
      {"three dots are a name", "/files/...", "/files/{path...} path=..."},
      {"a dot file is a name", "/files/.a", "/files/{path...} path=.a"},
      {"no slash in front", "views/a", "400"},
      {"nothing", "", "400"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(matched(router, Method::get, row.path), row.expected) << row.reason;
  }
}

TEST(Router, RefusesMoreThan64Segments) {
  Router router;
  router.add(Method::get, "/{path...}", nothing());
  std::string path;
  for (int i = 0; i < 64; ++i) path += "/a";
  EXPECT_TRUE(matched(router, Method::get, path).starts_with("/{path...} path=a/a"));
  EXPECT_EQ(matched(router, Method::get, path + "/a"), "400");
}

TEST(Router, TellsTheMethodsOfAPath) {
  Router router;
  router.add(Method::get, "/views/{page}", nothing());
  router.add(Method::post, "/views/{page}", nothing());
  router.add(Method::put, "/campaigns/{name}", nothing());
  router.add(Method::delete_, "/campaigns/{name}", nothing());
  router.add(Method::head, "/only/head", nothing());
  router.add(Method::post, "/views/new", nothing());

  EXPECT_EQ(matched(router, Method::head, "/views/home"), "/views/{page} page=home");
  EXPECT_EQ(matched(router, Method::put, "/views/home"), "405 GET, HEAD, POST");
  EXPECT_EQ(matched(router, Method::get, "/campaigns/july1"), "405 PUT, DELETE");
  EXPECT_EQ(matched(router, Method::head, "/campaigns/july1"), "405 PUT, DELETE");
  EXPECT_EQ(matched(router, Method::get, "/only/head"), "405 HEAD");
  EXPECT_EQ(matched(router, Method::get, "/elsewhere"), "404");
  EXPECT_EQ(matched(router, Method::get, "/views/new"), "/views/{page} page=new")
      << "a literal without this method does not hide the parameter";
  EXPECT_EQ(matched(router, Method::patch, "/views/new"), "405 POST");
}

TEST(Router, GivesAFallbackWhatNoRouteTakes) {
  Router router;
  router.add(Method::get, "/badge/{campaign}/{item}/{unique}", nothing());
  router.add(Method::get, "/ping", nothing());
  router.add(Method::post, "/badge/sent", nothing());
  router.add_fallback(Method::get, "/badge/", nothing());

  struct Row {
    const char* reason;
    std::string_view path;
    std::string_view expected;
  };

  const std::string many(200, '/');
  const std::string long_path = "/badge" + many;
  const Row rows[] = {
      {"a route comes first",
       "/badge/a/b/c",
       "/badge/{campaign}/{item}/{unique} campaign=a item=b unique=c"},
      {"a broken escape", "/badge/a%zz/b/c.png", "/badge/..."},
      {"not UTF-8", "/badge/%ff/b/c.png", "/badge/..."},
      {"NUL", "/badge/a/b%00/c", "/badge/..."},
      {"up", "/badge/../ping", "/badge/..."},
      {"an empty segment", "/badge//b/c.png", "/badge/..."},
      {"too few", "/badge/a", "/badge/..."},
      {"none", "/badge/", "/badge/..."},
      {"too many", "/badge/a/b/c/d", "/badge/..."},
      {"more than can be read", long_path, "/badge/..."},
      {"another method's route", "/badge/sent", "/badge/..."},
      {"not its prefix", "/badge", "404"},
      {"nor with another slash", "/badges/x", "404"},
      {"it is not decoded", "/%62adge/a", "404"},
      {"others fail as ever", "/pin%zz", "400"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(matched(router, Method::get, row.path), row.expected) << row.reason;
  }
  EXPECT_EQ(matched(router, Method::head, "/badge/a%zz"), "/badge/...");
  EXPECT_EQ(matched(router, Method::put, "/badge/a%zz"), "400");
  EXPECT_EQ(matched(router, Method::put, "/badge/sent"), "405 POST");
  EXPECT_THROW(router.add_fallback(Method::get, "/badge/", nothing()), std::logic_error);
  EXPECT_THROW(router.add_fallback(Method::get, "/badge", nothing()), std::logic_error);
}

TEST(Router, RefusesPatternsThatMakeNoSense) {
  constexpr const char* kPatterns[] = {"",
                                       "ping",
                                       "/a//b",
                                       "/{",
                                       "/{}",
                                       "/{...}",
                                       "/{a",
                                       "/a}",
                                       "/a{b}",
                                       "/{a}b",
                                       "/{a...}/b",
                                       "/{a..}",
                                       "/{a}{b}",
                                       "//",
                                       "/{{a}}"};
  for (const auto* pattern : kPatterns) {
    Router router;
    EXPECT_THROW(router.add(Method::get, pattern, nothing()), std::logic_error) << pattern;
  }
}

TEST(Router, TakesARouteOnce) {
  Router router;
  router.add(Method::get, "/views/{page}", nothing());
  EXPECT_THROW(router.add(Method::get, "/views/{name}", nothing()), std::logic_error);
  EXPECT_NO_THROW(router.add(Method::post, "/views/{name}", nothing()));
  EXPECT_EQ(matched(router, Method::post, "/views/a"), "/views/{name} name=a");
}

}  // namespace
}  // namespace vitrine::http
