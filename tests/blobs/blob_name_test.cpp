#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "blobs/blob_store.h"

namespace vitrine::blobs {
namespace {

using namespace std::string_literals;

struct Row {
  const char* reason;
  std::string name;
  bool expected;
};

std::string segments(int count) {
  std::string name = "s";
  for (int i = 1; i < count; ++i) name += "/s";
  return name;
}

TEST(BlobName, AcceptsShortPathsOfPlainSegmentsOnly) {
  const std::vector<Row> rows = {
      {"one letter", "a", true},
      {"every kind of character", "Az09._-", true},
      {"a digest in folders", "results/ab/cd/abcdef-500.webp", true},
      {"dots that do not lead", "a..b/c.", true},
      {"eight segments", segments(8), true},
      {"a segment of 128 bytes", std::string(128, 'x'), true},
      {"empty", "", false},
      {"nine segments", segments(9), false},
      {"a segment of 129 bytes", std::string(129, 'x'), false},
      {"a later segment of 129 bytes", "a/" + std::string(129, 'x'), false},
      {"absolute", "/etc/passwd", false},
      {"folder above", "..", false},
      {"folder above at the end", "a/..", false},
      {"folder above in the middle", "a/../b", false},
      {"this folder", "./a", false},
      {"hidden file", ".hidden", false},
      {"the temporary folder", ".tmp/0123456789abcdef", false},
      {"hidden folder below", "a/.b/c", false},
      {"empty segment", "a//b", false},
      {"trailing slash", "a/", false},
      {"backslash", "a\\b", false},
      {"encoded slash", "a%2Fb", false},
      {"NUL", "a\0b"s, false},
      {"NUL before a way out", "a\0/../b"s, false},
      {"line end", "a\n", false},
      {"space", "a b", false},
      {"colon", "C:a", false},
      {"byte above 127", "caf\xc3\xa9", false},
      {"star", "*", false},
  };
  for (const auto& row : rows) EXPECT_EQ(is_blob_name(row.name), row.expected) << row.reason;
}

}  // namespace
}  // namespace vitrine::blobs
