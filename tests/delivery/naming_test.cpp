#include "delivery/naming.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::delivery {
namespace {

TEST(Naming, AVersionChangesWithTheOriginalAndWithTheWayThatPicturesGo) {
  const auto one = version_of(fingerprint_of_bytes("one"), {});
  EXPECT_EQ(one.size(), 16);
  EXPECT_EQ(one, version_of(fingerprint_of_bytes("one"), {}));
  EXPECT_NE(one, version_of(fingerprint_of_bytes("two"), {}));
  EXPECT_NE(one, version_of(fingerprint_of_bytes("one"), {.planar = false}));
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

}  // namespace
}  // namespace vitrine::delivery
