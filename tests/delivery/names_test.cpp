#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "delivery/http_date.h"
#include "delivery/naming.h"
#include "delivery/source_text.h"

namespace vitrine::delivery {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;
using namespace std::chrono_literals;

TEST(Naming, AVersionChangesWithTheOriginal) {
  const auto one = version_of(fingerprint_of_bytes("one"));
  EXPECT_EQ(one.size(), 16);
  EXPECT_EQ(one, version_of(fingerprint_of_bytes("one")));
  EXPECT_NE(one, version_of(fingerprint_of_bytes("two")));
}

TEST(Naming, AFilesVersionChangesWithEverythingThatItsFolderSays) {
  const auto base = fingerprint_of_file("file /a", {"e", "m"});
  EXPECT_EQ(base, fingerprint_of_file("file /a", {"e", "m"}));
  EXPECT_NE(base, fingerprint_of_file("file /b", {"e", "m"}));
  EXPECT_NE(base, fingerprint_of_file("file /a", {"f", "m"}));
  EXPECT_NE(base, fingerprint_of_file("file /a", {"e", "n"}));
  EXPECT_NE(base, fingerprint_of_file("file /a", {"em", ""}));
}

TEST(Naming, AResultIsNamedByVersionAndRecipe) {
  images::Recipe recipe;
  recipe.fit = images::Fit::width;
  recipe.width = 500;
  recipe.format = images::Format::webp;
  EXPECT_EQ(result_name("0123456789abcdef", recipe), "0123456789abcdef-w500-q80.webp");
  EXPECT_EQ(etag_of("0123456789abcdef-w500-q80.webp"), "\"0123456789abcdef-w500-q80.webp\"");
}

TEST(Naming, AnIdIsSafeAsAFolder) {
  const auto id = source_id("http https://cdn.example.com/../../etc/passwd?x=%00");
  EXPECT_EQ(id.size(), 64);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(HttpDate, ReadsTheOneFormThatServersMayWrite) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            WallTime(sys_days(1994y / 11 / 6) + 8h + 49min + 37s));
  EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), WallTime(sys_days(2024y / 3 / 1)));
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), WallTime{});
}

TEST(HttpDate, LeavesEverythingElse) {
  for (const char* text : {"",
                           "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994",
                           "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 31 Feb 2024 08:49:37 GMT",
                           "Sun, 00 Nov 1994 08:49:37 GMT",
                           "Sun, 06 nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 06 Nov 1994 08:60:37 GMT",
                           "Sun, 06 Nov 1994 08:49:61 GMT",
                           "Sun, -6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

TEST(SourceText, ShowsNoSecrets) {
  const struct {
    const char* address;
    const char* shown;
  } rows[] = {
      {"https://cdn.test/a.jpg", "https://cdn.test/a.jpg"},
      {"https://cdn.test/a.jpg?token=secret", "https://cdn.test/a.jpg"},
      {"https://cdn.test/a.jpg#secret", "https://cdn.test/a.jpg"},
      {"https://me:secret@cdn.test/a.jpg", "https://cdn.test/a.jpg"},
      {"https://me:sec@ret@cdn.test/a.jpg", "https://cdn.test/a.jpg"},
      {"https://cdn.test/@scope/a.jpg", "https://cdn.test/@scope/a.jpg"},
      {"https://me:secret@cdn.test", "https://cdn.test"},
      {"https://cdn.test?next=http://me:secret@x", "https://cdn.test"},
      {"no address", "no address"},
      {"", ""},
  };

  for (const auto& row : rows) {
    EXPECT_EQ(source_text({origin::SourceKind::http, row.address, ""}), row.shown);
  }
  EXPECT_EQ(source_text({origin::SourceKind::file, "/pictures/what?.jpg", "/pictures"}),
            "/pictures/what?.jpg");
}

}  // namespace
}  // namespace vitrine::delivery
