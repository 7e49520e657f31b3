// What may not be ordered, and how it is said.
#include <span>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

struct Row {
  const char* reason;
  const char* target;
  int status;
  // Part of the answer's text.
  const char* says;
};

void expect_refusals(const Gallery& gallery, std::span<const Row> rows) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer = gallery.vitrine.get(row.target);
    EXPECT_EQ(answer.status, row.status) << row.target;
    EXPECT_NE(answer.body.find(row.says), std::string::npos) << answer.body;
    EXPECT_LT(answer.body.size(), 600U);
    EXPECT_FALSE(look_at(answer.body)) << "an error must not look like a picture";
  }
}

TEST(Refusals, NameWhatIsWrongWithTheOrder) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  const Row rows[] = {
      {"a namespace that is not there", "/product/film/shirt/w40.jpg", 404, ""},
      {"nothing behind the namespace", "/product/image", 404, ""},
      {"a name without an id", "/product/image/w40.jpg", 400, ""},
      {"an id without a name", "/product/image/shirt", 404, ""},
      {"an empty name", "/product/image/shirt/", 404, ""},
      {"no size", "/product/image/shirt/random.jpg", 400, ""},
      {"no extension", "/product/image/shirt/w40", 404, ""},
      {"an unknown extension", "/product/image/shirt/w40.pdf", 404, "pdf"},
      {"a script", "/product/image/shirt/w40.svg", 404, "svg"},
      {"an upper-case size", "/product/image/shirt/W40.jpg", 400, ""},
      {"a negative width", "/product/image/shirt/w-40.jpg", 400, ""},
      {"a fraction", "/product/image/shirt/w40.5.jpg", 400, ""},
      {"half a box", "/product/image/shirt/40x.jpg", 400, ""},
      {"an unknown option", "/product/image/shirt/w40-z10.jpg", 400, ""},
      {"two qualities", "/product/image/shirt/w40-q10-q20.jpg", 400, ""},
      {"a word for a quality", "/product/image/shirt/w40-qhigh.jpg", 400, ""},
      {"no width at all", "/product/image/shirt/w0.jpg", 400, "0"},
      {"quality 0", "/product/image/shirt/w40-q0.jpg", 400, "0"},
      {"quality 101", "/product/image/shirt/w40-q101.jpg", 400, "101"},
      {"a missing original", "/product/image/trousers/w40.jpg", 404, ""},
      {"info of a missing original", "/product/image/trousers/info.json", 404, ""},
  };
  expect_refusals(gallery, rows);
}

TEST(Refusals, NameTheExtensionsThatAreAllowed) {
  const Gallery gallery({.configuration = {{"whitelisted_extensions", {"jpg", "webp"}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  const Row rows[] = {
      {"PNG is not on the list", "/product/image/shirt/w40.png", 404, "jpg"},
      {"both are named", "/product/image/shirt/w40.gif", 404, "webp"},
      {"jpeg is another name", "/product/image/shirt/w40.jpeg", 404, "jpg"},
  };
  expect_refusals(gallery, rows);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 200);
}

TEST(Refusals, NameTheLargestSizeThatIsAllowed) {
  const Gallery gallery({.configuration = {{"maximum_width", 500}, {"maximum_height", 300}}});
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));
  const Row rows[] = {
      {"a width over the maximum", "/product/image/shirt/w501.jpg", 406, "500"},
      {"a box over the width", "/product/image/shirt/501x10.jpg", 406, "500"},
      {"a box over the height", "/product/image/shirt/10x301.jpg", 406, "300"},
      {"a square over the height", "/product/image/shirt/x301.jpg", 406, "300"},
      {"a height over the maximum", "/product/image/shirt/h301.jpg", 406, "300"},
      {"a number of many digits", "/product/image/shirt/w99999999999999999999.jpg", 406, "at most"},
  };
  expect_refusals(gallery, rows);
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/400x300.jpg").status, 200);
}

TEST(Refusals, AreJsonForThoseWhoAskForIt) {
  const Gallery gallery;

  struct JsonRow {
    const char* reason;
    const char* accept;
    bool json;
  };

  const JsonRow rows[] = {
      {"asked for", "application/json", true},
      {"preferred", "text/html;q=0.5,application/json", true},
      {"not preferred", "text/plain,application/json;q=0.5", false},
      {"a browser", "image/avif,image/webp,*/*;q=0.8", false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer = gallery.vitrine.get("/product/image/no/w40.jpg", {{"Accept", row.accept}});
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.header("Content-Type").starts_with("application/json"), row.json);
    if (!row.json) continue;
    const auto error = boost::json::parse(answer.body).at("error");
    EXPECT_EQ(error.at("kind"), "not_found");
    EXPECT_FALSE(error.at("message").as_string().empty());
  }
}

TEST(Refusals, NameTheMethodsThatAreAllowed) {
  const Gallery gallery;
  for (const char* method : {"POST", "PUT", "PATCH", "OPTIONS"}) {
    SCOPED_TRACE(method);
    const auto answer =
        ask(gallery.vitrine.port(), {.method = method, .target = "/product/image/a/w40.jpg"});
    EXPECT_EQ(answer.status, 405);
    EXPECT_NE(answer.header("Allow").find("GET"), std::string::npos);
    EXPECT_NE(answer.header("Allow").find("HEAD"), std::string::npos);
  }
}

}  // namespace
}  // namespace vitrine::service
