#include "tidy/file_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string lines(int count) {
  return std::string(static_cast<std::size_t>(count), '\n');
}

TEST(FileChecks, FilesHaveALimit) {
  EXPECT_THAT(
      check_lengths(
          {{"src/a/a.cpp", lines(400)}, {"src/a/b.cpp", lines(401)}, {"docs/c.md", lines(900)}}),
      ElementsAre("src/a/b.cpp: has 401 lines; the limit is 400"));
}

TEST(FileChecks, ADrawerForEverythingHasNoName) {
  EXPECT_THAT(check_names({{"src/a/string_utils.cpp", ""},
                           {"src/common/a.cpp", ""},
                           {"src/a/cache_manager.h", ""},
                           {"src/a/utilisation.h", ""},
                           {"src/a/commons.h", ""},
                           {"docs/util.md", ""}}),
              ElementsAre(HasSubstr("src/a/string_utils.cpp"),
                          HasSubstr("src/common/a.cpp"),
                          HasSubstr("src/a/cache_manager.h")));
}

TEST(FileChecks, AHeaderThatNobodyIncludesIsDead) {
  EXPECT_THAT(check_dead_headers({{"src/a/used.h", ""},
                                  {"src/a/dead.h", "#include \"a/used.h\"\n"},
                                  {"tests/a/fake.h", ""},
                                  {"bench/beside.h", ""},
                                  {"bench/a.cpp", "#include \"beside.h\"\n"},
                                  {"tests/a/a_test.cpp", "#include \"a/fake.h\"\n"}}),
              ElementsAre("src/a/dead.h: nobody includes it"));
}

TEST(FileChecks, AHeaderSaysWhatItIsAndIsReadOnce) {
  EXPECT_THAT(check_header_heads({{"src/a/good.h", "// What it is.\n#pragma once\n\nint a;\n"},
                                  {"src/a/silent.h", "#pragma once\n"},
                                  {"src/a/twice.h", "// What it is.\nint a;\n"},
                                  {"src/a/late.h", "// What it is.\nint a;\n#pragma once\n"}}),
              ElementsAre(HasSubstr("src/a/silent.h: does not say"),
                          HasSubstr("src/a/twice.h: has no #pragma once"),
                          HasSubstr("src/a/late.h: has no #pragma once")));
}

TEST(FileChecks, TheOwnHeaderComesFirst) {
  EXPECT_THAT(
      check_own_header_first({{"src/a/good.cpp", "#include \"a/good.h\"\n#include <string>\n"},
                              {"src/a/bad.cpp", "#include <string>\n#include \"a/bad.h\"\n"},
                              {"src/a/none.cpp", "#include <string>\n"}}),
      ElementsAre("src/a/bad.cpp:2: includes its own header after others"));
}

}  // namespace
}  // namespace vitrine::tidy
