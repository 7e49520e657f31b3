#include "images/recipe.h"

#include <set>

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

TEST(Recipe, HasACanonicalNameThatTellsItFromEveryOther) {
  struct Row {
    Recipe recipe;
    const char* name;
  };

  const Row rows[] = {
      {{}, "full_size-q80.jpg"},
      {{.fit = Fit::width, .width = 500, .format = Format::webp}, "w500-q80.webp"},
      {{.fit = Fit::height, .height = 400, .format = Format::png}, "h400-q80.png"},
      {{.fit = Fit::cover, .width = 400, .height = 400}, "400x400-q80.jpg"},
      {{.fit = Fit::cover, .width = 300, .height = 400, .quality = 1}, "300x400-q1.jpg"},
      {{.fit = Fit::cover, .width = 400, .height = 300, .quality = 1}, "400x300-q1.jpg"},
      {{.format = Format::avif, .enlarge = true}, "full_size-q80-e.avif"},
      {{.format = Format::gif, .linear_light = true}, "full_size-q80-l.gif"},
      {{.keep_copyright = true}, "full_size-q80-k.jpg"},
      {{.enlarge = true, .linear_light = true, .keep_copyright = true}, "full_size-q80-e-l-k.jpg"},
  };
  std::set<std::string> names;
  for (const auto& row : rows) {
    EXPECT_EQ(canonical_name(row.recipe), row.name);
    EXPECT_TRUE(names.insert(canonical_name(row.recipe)).second) << row.name;
  }
}

TEST(Format, IsKnownByItsExtensionInLowerCase) {
  EXPECT_EQ(format_of_extension("jpg"), Format::jpeg);
  EXPECT_EQ(format_of_extension("jpeg"), Format::jpeg);
  EXPECT_EQ(format_of_extension("png"), Format::png);
  EXPECT_EQ(format_of_extension("webp"), Format::webp);
  EXPECT_EQ(format_of_extension("avif"), Format::avif);
  EXPECT_EQ(format_of_extension("gif"), Format::gif);
  for (const char* unknown :
       {"", "JPG", "Png", "jpe", "tiff", "svg", "pdf", "jpg ", ".jpg", "heic"}) {
    EXPECT_EQ(format_of_extension(unknown), std::nullopt) << unknown;
  }
}

TEST(Format, GivesBackTheExtensionAndTypeThatPeopleUse) {
  struct Row {
    Format format;
    const char* extension;
    const char* type;
  };

  for (const auto& row : {Row{Format::jpeg, "jpg", "image/jpeg"},
                          Row{Format::png, "png", "image/png"},
                          Row{Format::webp, "webp", "image/webp"},
                          Row{Format::avif, "avif", "image/avif"},
                          Row{Format::gif, "gif", "image/gif"}}) {
    EXPECT_EQ(extension_of(row.format), row.extension);
    EXPECT_EQ(content_type(row.format), row.type);
    EXPECT_EQ(format_of_extension(extension_of(row.format)), row.format);
  }
}

}  // namespace
}  // namespace vitrine::images
