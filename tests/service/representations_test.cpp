// ETag, conditions, HEAD and Range: right, and without rendering anything.
#include <set>

#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

constexpr const char* kPicture = "/product/image/shirt/w200.jpg";

class Representations : public ::testing::Test {
 protected:
  Representations() { gallery_.nginx.put("products/shirt.jpg", photograph(400, 300)); }

  // What `act` does may not render.
  template <class Act>
  Answer without_render(Act act) {
    const int before = gallery_.vitrine.renders();
    auto answer = act();
    EXPECT_EQ(gallery_.vitrine.renders(), before);
    return answer;
  }

  Answer get(const std::string& target, Headers headers = {}) {
    return gallery_.vitrine.get(target, std::move(headers));
  }

  Gallery gallery_;
};

TEST_F(Representations, HaveTagsOfTheirOwn) {
  gallery_.nginx.put("products/hat.jpg", photograph(401, 300));
  std::set<std::string> tags;
  int asked = 0;
  for (const char* name : {"w200.jpg",
                           "w200.webp",
                           "w200.avif",
                           "w200.png",
                           "w200.gif",
                           "w201.jpg",
                           "h200.jpg",
                           "x200.jpg",
                           "200x201.jpg",
                           "full_size.jpg",
                           "w200-q70.jpg"}) {
    for (const char* id : {"shirt", "hat"}) {
      const auto answer = get(std::string{"/product/image/"} + id + "/" + name);
      EXPECT_EQ(answer.status, 200);
      tags.insert(answer.header("ETag"));
      ++asked;
    }
  }
  EXPECT_EQ(static_cast<int>(tags.size()), asked);
  EXPECT_EQ(get("/product/image/shirt/w200.jpeg").header("ETag"),
            get("/product/image/shirt/w200.jpg").header("ETag"));
}

TEST_F(Representations, AreToldApartWhenTheBrowserChooses) {
  const auto webp = get("/product/image/shirt/w200.auto", {{"Accept", "image/webp"}});
  const auto jpeg = get("/product/image/shirt/w200.auto", {{"Accept", "image/jpeg"}});
  const auto again = get("/product/image/shirt/w200.auto",
                         {{"Accept", "image/jpeg"}, {"If-None-Match", webp.header("ETag")}});

  EXPECT_NE(webp.header("ETag"), jpeg.header("ETag"));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.header("Content-Type"), "image/jpeg");
  EXPECT_EQ(get("/product/image/shirt/w200.auto",
                {{"Accept", "image/webp"}, {"If-None-Match", webp.header("ETag")}})
                .header("Vary"),
            "Accept");
}

TEST_F(Representations, ThatWereNeverMadeAreKnownWithoutMakingThem) {
  const auto head = without_render([&] { return gallery_.vitrine.head(kPicture); });
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Type"), "image/jpeg");
  EXPECT_FALSE(head.has("Content-Length")) << "nobody knows it yet";

  const auto unchanged =
      without_render([&] { return get(kPicture, {{"If-None-Match", head.header("ETag")}}); });
  EXPECT_EQ(unchanged.status, 304);

  const auto made = get(kPicture);
  EXPECT_EQ(made.header("ETag"), head.header("ETag"));
  EXPECT_EQ(made.header("Last-Modified"), head.header("Last-Modified"));
  EXPECT_EQ(gallery_.vitrine.renders(), 1);
}

TEST_F(Representations, AnswerHeadLikeGet) {
  const auto made = get(kPicture);
  const auto head = without_render([&] { return gallery_.vitrine.head(kPicture); });
  EXPECT_EQ(head.status, 200);
  for (const char* name : {"Content-Length",
                           "Content-Type",
                           "ETag",
                           "Last-Modified",
                           "Cache-Control",
                           "Accept-Ranges"}) {
    EXPECT_EQ(head.header(name), made.header(name)) << name;
  }
  EXPECT_EQ(gallery_.vitrine.head("/product/image/none/w200.jpg").status, 404);
  EXPECT_EQ(gallery_.vitrine.head("/product/image/shirt/w2000.jpg").status, 406);
}

TEST_F(Representations, AreNotSentAgainToThoseWhoHaveThem) {
  const auto made = get(kPicture);
  const auto tag = made.header("ETag");
  const auto date = made.header("Last-Modified");

  struct Row {
    const char* reason;
    Headers headers;
    int status;
  };

  const Row rows[] = {
      {"the tag", {{"If-None-Match", tag}}, 304},
      {"the tag, weakened by a proxy", {{"If-None-Match", "W/" + tag}}, 304},
      {"one of several tags", {{"If-None-Match", "\"x\", " + tag + ", \"y\""}}, 304},
      {"any tag", {{"If-None-Match", "*"}}, 304},
      {"another tag", {{"If-None-Match", "\"x\""}}, 200},
      {"the date", {{"If-Modified-Since", date}}, 304},
      {"a later date", {{"If-Modified-Since", "Fri, 31 Dec 2099 23:59:59 GMT"}}, 304},
      {"an earlier date", {{"If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"}}, 200},
      {"no date", {{"If-Modified-Since", "yesterday"}}, 200},
      {"the tag goes before the date",
       {{"If-None-Match", "\"x\""}, {"If-Modified-Since", date}},
       200},
      {"a half tag", {{"If-None-Match", tag.substr(0, tag.size() - 1)}}, 200},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer = without_render([&] { return get(kPicture, row.headers); });
    EXPECT_EQ(answer.status, row.status);
    EXPECT_EQ(answer.header("ETag"), tag);
    EXPECT_EQ(answer.header("Cache-Control"), made.header("Cache-Control"));
    if (row.status == 304) EXPECT_FALSE(answer.has("Content-Type"));
  }
}

TEST_F(Representations, MayBeReadInParts) {
  const auto made = get(kPicture);
  const auto& whole = made.body;
  const auto size = std::to_string(whole.size());

  struct Row {
    const char* reason;
    std::string range;
    int status;
    std::size_t first;
    std::size_t count;
  };

  const Row rows[] = {
      {"the beginning", "bytes=0-99", 206, 0, 100},
      {"one byte", "bytes=5-5", 206, 5, 1},
      {"the rest", "bytes=100-", 206, 100, whole.size() - 100},
      {"the end", "bytes=-10", 206, whole.size() - 10, 10},
      {"more than there is", "bytes=10-99999999", 206, 10, whole.size() - 10},
      {"a longer end than there is", "bytes=-99999999", 206, 0, whole.size()},
      {"several parts", "bytes=0-1,4-5", 200, 0, whole.size()},
      {"another unit", "pixels=0-99", 200, 0, whole.size()},
      {"no range", "bytes=9-2", 200, 0, whole.size()},
      {"no number", "bytes=a-b", 200, 0, whole.size()},
      {"a number that overflows", "bytes=99999999999999999999-", 416, 0, 0},
      {"behind the end", "bytes=" + size + "-", 416, 0, 0},
      {"the last no bytes", "bytes=-0", 416, 0, 0},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer = without_render([&] { return get(kPicture, {{"Range", row.range}}); });
    EXPECT_EQ(answer.status, row.status);
    if (row.status == 416) {
      EXPECT_EQ(answer.header("Content-Range"), "bytes */" + size);
      continue;
    }
    EXPECT_EQ(answer.body, whole.substr(row.first, row.count));
    if (row.status == 206) {
      EXPECT_EQ(answer.header("Content-Range"),
                "bytes " + std::to_string(row.first) + "-" +
                    std::to_string(row.first + row.count - 1) + "/" + size);
      EXPECT_EQ(answer.header("ETag"), made.header("ETag"));
    }
  }
}

TEST_F(Representations, AreReadInPartsOnlyWhileTheyAreTheSame) {
  const auto made = get(kPicture);

  struct Row {
    const char* reason;
    std::string if_range;
    int status;
  };

  const Row rows[] = {
      {"the tag", made.header("ETag"), 206},
      {"another tag", "\"x\"", 200},
      {"a weak tag never matches", "W/" + made.header("ETag"), 200},
      {"an earlier date", "Sat, 01 Jan 2000 00:00:00 GMT", 200},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer = get(kPicture, {{"Range", "bytes=0-9"}, {"If-Range", row.if_range}});
    EXPECT_EQ(answer.status, row.status);
    EXPECT_EQ(answer.body.size(), row.status == 206 ? 10U : made.body.size());
  }
  EXPECT_EQ(get("/product/image/none/w200.jpg", {{"Range", "bytes=0-9"}}).status, 404)
      << "a range of an error is the error";
  EXPECT_EQ(get(kPicture, {{"Range", "bytes=0-9"}, {"If-None-Match", made.header("ETag")}}).status,
            304);
}

TEST_F(Representations, KeepTheirTagsOverARestart) {
  const auto before = get(kPicture);
  gallery_.vitrine.stop();
  gallery_.vitrine.start();

  const auto after = get(kPicture);

  EXPECT_EQ(after.header("ETag"), before.header("ETag"));
  EXPECT_EQ(after.header("Last-Modified"), before.header("Last-Modified"));
  EXPECT_EQ(after.body, before.body);
  EXPECT_EQ(gallery_.vitrine.renders(), 0) << "it was still there";
  EXPECT_EQ(get(kPicture, {{"If-None-Match", before.header("ETag")}}).status, 304);
}

}  // namespace
}  // namespace vitrine::service
