#include "endpoints/upload_name.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/percent.h"

namespace vitrine::endpoints {
namespace {

using images::Format;

TEST(UploadName, IsOneSafeSegment) {
  struct Row {
    const char* reason;
    std::string given;
    Format format;
    std::string name;
  };

  const std::vector<Row> rows = {
      {"a plain name", "cat.png", Format::png, "cat.png"},
      {"a path upwards", "../trav.png", Format::png, "trav.png"},
      {"a path of Windows", "C:\\a.png", Format::png, "a.png"},
      {"a deep path", "/etc/../x/y/cat.jpg", Format::jpeg, "cat.jpg"},
      {"nothing but the way up", "..", Format::gif, "picture.gif"},
      {"nothing but a folder", "cats/", Format::gif, "picture.gif"},
      {"empty", "", Format::webp, "picture.webp"},
      {"dots and blanks around it", " ..cat. . ", Format::png, "cat.png"},
      {"a hidden file", ".png", Format::png, "png.png"},
      {"another spelling of the extension", "a.JPEG", Format::jpeg, "a.JPEG"},
      {"the extension of another picture", "a.png", Format::jpeg, "a.jpg"},
      {"the extension of a picture that is not taken", "a.heic", Format::avif, "a.avif"},
      {"the extension of something else", "a.php", Format::jpeg, "a.php.jpg"},
      {"no extension", "a", Format::png, "a.png"},
      {"a number that looks like one", "v1.2", Format::png, "v1.2.png"},
      {"control characters",
       "a\n\x01\x7f\xc2\x85"
       "b.png",
       Format::png,
       "ab.png"},
      {"a null byte", std::string("a\0.png", 6), Format::png, "a.png"},
      {"marks that turn the direction",
       "gpj.\xe2\x80\xaegnp.exe.jpg",
       Format::jpeg,
       "gpj.gnp.exe.jpg"},
      {"other marks of direction",
       "\xe2\x81\xa6"
       "a\xe2\x81\xa9\xd8\x9c.png",
       Format::png,
       "a.png"},
      {"a byte order mark",
       "\xef\xbb\xbf"
       "a.png",
       Format::png,
       "a.png"},
      {"signs that some systems do not take", "a<b>:c|\"?*.png", Format::png, "a_b__c____.png"},
      {"what is not UTF-8", "caf\xe9.png", Format::png, "caf_.png"},
      {"an overlong slash",
       "a\xc0\xaf"
       "b.png",
       Format::png,
       "a__b.png"},
      {"half a character", "a\xf0\x9f\x98", Format::png, "a___.png"},
      {"composed accents", "caf\xc3\xa9.png", Format::png, "caf\xc3\xa9.png"},
      {"accents on their own", "cafe\xcc\x81.png", Format::png, "cafe\xcc\x81.png"},
      {"other scripts", "猫 🐈.png", Format::png, "猫 🐈.png"},
      {"quotes, ampersands, percents", "a'&%2e#.png", Format::png, "a'&%2e#.png"},
      {"300 letters", std::string(300, 'x') + ".png", Format::png, std::string(116, 'x') + ".png"},
      {"300 letters without an extension",
       std::string(300, 'x'),
       Format::webp,
       std::string(115, 'x') + ".webp"},
      {"300 letters behind a dot",
       "a." + std::string(300, 'x'),
       Format::png,
       "a." + std::string(114, 'x') + ".png"},
      {"long, cut between two characters",
       "x" + std::string(60, 'y') +
           [] {
             std::string text;
             for (int i = 0; i < 40; ++i) text += "é";
             return text;
           }() +
           ".png",
       Format::png,
       "x" + std::string(60, 'y') +
           [] {
             std::string text;
             for (int i = 0; i < 27; ++i) text += "é";
             return text;
           }() +
           ".png"},
  };
  for (const auto& row : rows) {
    const auto name = upload_name(row.given, row.format);
    EXPECT_EQ(name, row.name) << row.reason;
    EXPECT_TRUE(http::is_plain_text(name)) << row.reason;
    EXPECT_EQ(name.find_first_of("/\\"), std::string::npos) << row.reason;
    EXPECT_LE(name_with_suffix(name, "1234567").size(), kUploadNameBytesMax) << row.reason;
    EXPECT_EQ(format_of_name(name), row.format) << row.reason;
    EXPECT_EQ(upload_name(name, row.format), name) << row.reason << ": it stays what it is";
  }
}

TEST(UploadName, TakesASuffixInFrontOfItsExtension) {
  EXPECT_EQ(name_with_suffix("cat.png", "2"), "cat-2.png");
  EXPECT_EQ(name_with_suffix("a.b.JPEG", "x7k"), "a.b-x7k.JPEG");
}

}  // namespace
}  // namespace vitrine::endpoints
