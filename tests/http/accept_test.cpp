#include "http/accept.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

struct Row {
  const char* why;
  std::string_view accept;
  int quality;
  int specificity;
};

TEST(Accept, LetsTheMostSpecificRangeDecide) {
  const Row rows[] = {
      {"an empty header mentions nothing", "", 0, 0},
      {"a named type without q is 1", "image/webp", 1000, 3},
      {"q is read", "image/webp;q=0.8", 800, 3},
      {"q with three digits", "image/webp;q=0.125", 125, 3},
      {"q=0 means not acceptable", "image/webp;q=0", 0, 3},
      {"blanks are allowed", " text/html , image/webp ; q=0.5", 500, 3},
      {"upper case", "IMAGE/WebP;Q=0.5", 500, 3},
      {"the family matches", "image/*;q=0.3", 300, 2},
      {"anything matches", "*/*;q=0.1", 100, 1},
      {"the specific range wins before", "image/webp;q=0.2,*/*", 200, 3},
      {"the specific range wins behind", "*/*,image/webp;q=0.2", 200, 3},
      {"the family wins over anything", "*/*;q=0.9,image/*;q=0.4", 400, 2},
      {"another type is not mentioned", "image/webpx,text/html", 0, 0},
      {"another family is not mentioned", "text/*", 0, 0},
      {"other parameters are passed over", "image/webp;v=1;q=0.4", 400, 3},
      {"a broken q counts as 1", "image/webp;q=x", 1000, 3},
      {"more than 1 is 1", "image/webp;q=1.9", 1000, 3},
      {"only separators", ",;,;;,", 0, 0},
  };
  for (const auto& row : rows) {
    const HeaderField fields[] = {{"accept", row.accept}};
    Request request;
    request.headers = fields;
    const auto acceptance = acceptance_of(request, "image/webp");
    EXPECT_EQ(acceptance.quality, row.quality) << row.why;
    EXPECT_EQ(acceptance.specificity, row.specificity) << row.why;
  }
}

TEST(Accept, ReadsSeveralHeadersAsOne) {
  const HeaderField fields[] = {
      {"Accept", "*/*;q=0.1"}, {"Host", "x"}, {"Accept", "image/webp;q=0.7"}};
  Request request;
  request.headers = fields;
  EXPECT_EQ(acceptance_of(request, "image/webp").quality, 700);
  EXPECT_EQ(acceptance_of(request, "image/avif").quality, 100);
}

TEST(AcceptEncoding, SaysWhatMayBeSent) {
  const struct {
    const char* why;
    std::string_view accept;
    int quality;
  } rows[] = {
      {"a browser", "gzip, deflate, br", 1000},
      {"not named", "gzip, deflate", 0},
      {"empty", "", 0},
      {"anything", "*", 1000},
      {"its own q wins behind", "*;q=0.5, br;q=0.2", 200},
      {"its own q wins before", "br;q=0.2, *;q=0.5", 200},
      {"refused", "br;q=0, *", 0},
      {"upper case", "BR;Q=0.7", 700},
      {"a longer name", "brotli", 0},
  };

  for (const auto& row : rows) {
    const HeaderField fields[] = {{"accept-encoding", row.accept}};
    Request request;
    request.headers = fields;
    EXPECT_EQ(coding_quality(request, "br"), row.quality) << row.why;
  }
  EXPECT_EQ(coding_quality(Request(), "br"), 0) << "without the header";
}

}  // namespace
}  // namespace vitrine::http
