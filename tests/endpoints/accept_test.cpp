#include "endpoints/accept.h"

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

struct Row {
  const char* why;
  std::string_view type;
  std::string_view accept;
  Wildcards wildcards;
  int quality;
};

TEST(Accept, GivesEachTypeTheQualityOfItsMostSpecificRange) {
  const Row rows[] = {
      {"no header accepts nothing by name", "image/webp", "", Wildcards::honoured, 0},
      {"a named type without q is 1", "image/webp", "image/webp", Wildcards::honoured, 1000},
      {"q is read", "image/webp", "image/webp;q=0.8", Wildcards::honoured, 800},
      {"q with three digits", "image/webp", "image/webp;q=0.125", Wildcards::honoured, 125},
      {"q=0 means not acceptable", "image/webp", "image/webp;q=0", Wildcards::honoured, 0},
      {"spaces are allowed",
       "image/webp",
       " text/html , image/webp ; q=0.5",
       Wildcards::honoured,
       500},
      {"upper-case Q", "image/webp", "image/webp;Q=0.5", Wildcards::honoured, 500},
      {"the family matches", "image/webp", "image/*;q=0.3", Wildcards::honoured, 300},
      {"anything matches", "image/webp", "*/*;q=0.1", Wildcards::honoured, 100},
      {"the specific range wins before",
       "image/webp",
       "image/webp;q=0.2,*/*",
       Wildcards::honoured,
       200},
      {"the specific range wins behind",
       "image/webp",
       "*/*,image/webp;q=0.2",
       Wildcards::honoured,
       200},
      {"wildcards can be left out", "image/webp", "image/*,*/*", Wildcards::ignored, 0},
      {"another type does not count", "image/webp", "image/webpx", Wildcards::honoured, 0},
      {"other parameters are passed over",
       "image/webp",
       "image/webp;v=1;q=0.4",
       Wildcards::honoured,
       400},
      {"a broken q counts as 1", "image/webp", "image/webp;q=x", Wildcards::honoured, 1000},
      {"more than 1 is 1", "image/webp", "image/webp;q=1.9", Wildcards::honoured, 1000},
      {"only separators", "image/webp", ",;,;;,", Wildcards::honoured, 0},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(quality_of(row.type, row.accept, row.wildcards), row.quality) << row.why;
  }
}

}  // namespace
}  // namespace vitrine::endpoints
