#include "tidy/cmake_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CmakeText, FindsCallsAndWhatStandsBehindTheirKeywords) {
  const auto calls = cmake_calls(
      "# add_room(not SOURCES this.cpp)\n"
      "add_room(cache\n  SOURCES memory_tier.cpp disk_tier.cpp  # two tiers\n"
      "  USES failure blobs LINKS OpenSSL::Crypto)\n"
      "if(VITRINE_TESTS)\nendif()\n");
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].function, "add_room");
  EXPECT_EQ(calls[0].arguments.front(), "cache");
  EXPECT_THAT(calls[0].behind("SOURCES"), ElementsAre("memory_tier.cpp", "disk_tier.cpp"));
  EXPECT_THAT(calls[0].behind("USES"), ElementsAre("failure", "blobs"));
  EXPECT_THAT(calls[0].behind("LINKS"), ElementsAre("OpenSSL::Crypto"));
  EXPECT_THAT(calls[0].behind("TIMEOUT"), IsEmpty());
  EXPECT_EQ(calls[1].function, "if");
}

}  // namespace
}  // namespace vitrine::tidy
