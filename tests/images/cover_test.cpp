#include "images/cover.h"

#include <set>

#include <gtest/gtest.h>

#include "images/render.h"

namespace vitrine::images {
namespace {

TEST(Cover, IsAPictureOfItsNameAndAlwaysTheSame) {
  std::set<std::string> covers;
  for (const std::string_view name : {"quiet-harbours--lea-moreau",
                                      "trains--anouk-jansen",
                                      "songs-before-breakfast--the-golden-ferries",
                                      "cities",
                                      "a",
                                      "--",
                                      "7"}) {
    const auto cover = draw_cover(name);
    ASSERT_TRUE(cover) << name << ": " << cover.error().public_message;
    EXPECT_EQ(*draw_cover(name), *cover) << name;
    const auto header = read_header(*cover, {});
    ASSERT_TRUE(header) << name;
    EXPECT_EQ(header->width, 800u);
    EXPECT_EQ(header->height, 800u);
    EXPECT_EQ(header->content_type, "image/jpeg");
    EXPECT_TRUE(covers.insert(*cover).second) << name;
  }
}

TEST(Cover, IsRefusedForWhatIsNoName) {
  for (const std::string& name : {std::string(),
                                  std::string("Upper"),
                                  std::string("with space"),
                                  std::string("a/b"),
                                  std::string("é"),
                                  std::string(65, 'a')}) {
    const auto cover = draw_cover(name);
    ASSERT_FALSE(cover) << name;
    EXPECT_EQ(cover.error().kind, FailureKind::not_found) << name;
  }
}

TEST(Cover, WritesWordsAsTitlesAre) {
  EXPECT_EQ(cover_words("quiet-harbours-at-the-end-of-the-line"),
            "Quiet Harbours at the End of the Line");
  EXPECT_EQ(cover_words("the-silver-owls"), "The Silver Owls");
  EXPECT_EQ(cover_words("in-stereo-2"), "In Stereo 2");
  EXPECT_EQ(cover_words(""), "");
  EXPECT_EQ(cover_words("a--b-"), "A B");
}

}  // namespace
}  // namespace vitrine::images
