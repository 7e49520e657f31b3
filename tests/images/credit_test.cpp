#include "images/credit.h"

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

using namespace std::string_literals;

// One directory at offset 8 with the entries given, little endian; texts follow at offset 100.
std::string exif(const std::string& entries, char count, const std::string& texts = {}) {
  auto block = "II*\0\x08\0\0\0"s + std::string(1, count) + "\0"s + entries;
  block.resize(100, '\0');
  return block + texts;
}

TEST(Credit, IsReadFromExif) {
  const auto copyright = "\x98\x82\x02\0\x06\0\0\0\x64\0\0\0"s;
  const auto artist = "\x3b\x01\x02\0\x03\0\0\0Al\0\0"s;
  const auto orientation = "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s;

  struct Row {
    const char* reason;
    std::string block;
    Credit credit;
  };

  const Row rows[] = {
      {"both", exif(copyright + artist, 2, "Jane!\0"s), {"Jane!", "Al"}},
      {"with its name in front", "Exif\0\0"s + exif(copyright, 1, "Jane!\0"s), {"Jane!", ""}},
      {"among others", exif(orientation + artist, 2), {"", "Al"}},
      {"without a zero at its end", exif(copyright, 1, "Jane12"), {"Jane12", ""}},
      {"photographer and editor", exif(copyright, 1, "Jo\0Ed\0"s), {"Jo", ""}},
      {"UTF-8", exif(copyright, 1, "\xc2\xa9 Jo\0"s), {"\xc2\xa9 Jo", ""}},
      {"Latin-1", exif(copyright, 1, "\xa9 Jo\0\0"s), {"\xc2\xa9 Jo", ""}},
      {"big endian", "MM\0*\0\0\0\x08\0\x01\x82\x98\0\x02\0\0\0\x04"s + "Jane"s, {"Jane", ""}},
  };
  for (const auto& row : rows) EXPECT_EQ(read_credit(row.block), row.credit) << row.reason;
}

TEST(Credit, OfABrokenBlockIsNone) {
  const auto copyright = "\x98\x82\x02\0\x06\0\0\0\x64\0\0\0"s;

  struct Row {
    const char* reason;
    std::string block;
  };

  const Row rows[] = {
      {"nothing", ""},
      {"only a name", "Exif\0\0"s},
      {"no TIFF", "XX*\0\x08\0\0\0"s},
      {"only the letters", "II"},
      {"a directory behind the end", "II*\0\xff\xff\xff\xff"s},
      {"a directory of 65535 entries", "II*\0\x08\0\0\0\xff\xff"s},
      {"a text behind the end", exif(copyright, 1)},
      {"a text of 4 GiB", exif("\x98\x82\x02\0\xff\xff\xff\xff\x64\0\0\0"s, 1, "Jane")},
      {"a text at 4 GiB", exif("\x98\x82\x02\0\x06\0\0\0\xff\xff\xff\xff"s, 1, "Jane")},
      {"a number", exif("\x98\x82\x03\0\x01\0\0\0\x64\0\0\0"s, 1)},
  };
  for (const auto& row : rows) EXPECT_TRUE(read_credit(row.block).empty()) << row.reason;
}

TEST(Credit, IsBounded) {
  const auto long_text =
      exif("\x98\x82\x02\0\0\0\x01\0\x64\0\0\0"s, 1, std::string(65'536, '\xa9'));
  EXPECT_LE(read_credit(long_text).copyright.size(), 1'000U);
  EXPECT_FALSE(read_credit(long_text).empty());
}

}  // namespace
}  // namespace vitrine::images
