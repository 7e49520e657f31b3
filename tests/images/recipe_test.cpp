#include "images/recipe.h"

#include <set>

#include <gtest/gtest.h>

#include "images/label.h"

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
      {{.format = Format::webp, .careful = true}, "full_size-q80-c.webp"},
      {{.enlarge = true, .linear_light = true, .keep_copyright = true}, "full_size-q80-e-l-k.jpg"},
      {{.fit = Fit::cover, .width = 100, .height = 100, .gravity = Gravity::north_west},
       "100x100-q80-nw.jpg"},
  };
  std::set<std::string> names;
  for (const auto& row : rows) {
    EXPECT_EQ(canonical_name(row.recipe), row.name);
    EXPECT_TRUE(names.insert(canonical_name(row.recipe)).second) << row.name;
  }
}

TEST(Recipe, IsNamedByTheLabelOnIt) {
  const Recipe plain{.fit = Fit::width, .width = 500, .keep_copyright = true};
  auto popular = plain;
  popular.label = popular_label();
  auto hot = plain;
  hot.label = hot_label();
  EXPECT_EQ(canonical_name(plain), "w500-q80-k.jpg");
  EXPECT_EQ(canonical_name(popular), "w500-q80-k-b" + label_digest(popular_label()) + ".jpg");
  EXPECT_NE(canonical_name(popular), canonical_name(hot));
  // Names of kept results: a change here forgets every one of them.
  EXPECT_EQ(canonical_name({.label = hot_label()}), "full_size-q80-bfc414139d02ed4d8.jpg");
}

TEST(Recipe, ComparesLabelsByWhatTheySay) {
  const Recipe one{.label = popular_label()};
  const Recipe other{.label = popular_label()};
  EXPECT_EQ(one, other);
  EXPECT_EQ(one, Recipe(one));
  EXPECT_NE(one, Recipe{.label = hot_label()});
  EXPECT_NE(one, Recipe());
  EXPECT_NE(Recipe(), one);
}

TEST(Recipe, TakesABlankLabelForNone) {
  EXPECT_EQ(Recipe{.label = blank_label()}, Recipe());
  EXPECT_EQ(canonical_name({.label = blank_label()}), canonical_name({}));
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
