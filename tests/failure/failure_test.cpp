#include "failure/failure.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Failure, HasANameForEveryKind) {
  struct Row {
    FailureKind kind;
    const char* expected;
  };

  for (const auto& row : std::vector<Row>{{FailureKind::bad_request, "bad_request"},
                                          {FailureKind::not_allowed, "not_allowed"},
                                          {FailureKind::not_found, "not_found"},
                                          {FailureKind::conflict, "conflict"},
                                          {FailureKind::not_accepted, "not_accepted"},
                                          {FailureKind::too_large, "too_large"},
                                          {FailureKind::unsupported, "unsupported"},
                                          {FailureKind::media_type, "media_type"},
                                          {FailureKind::busy, "busy"},
                                          {FailureKind::upstream, "upstream"},
                                          {FailureKind::timeout, "timeout"},
                                          {FailureKind::unavailable, "unavailable"}}) {
    EXPECT_EQ(name(row.kind), row.expected);
  }
}

TEST(Failure, HasTwelveKindsWhoseNumbersFollowEachOther) {
  std::set<std::string> names;
  for (std::uint8_t number = 0; number < 12; ++number) {
    names.insert(std::string(name(static_cast<FailureKind>(number))));
  }
  EXPECT_EQ(names.size(), 12U);
  EXPECT_FALSE(names.contains("unknown"));
  EXPECT_EQ(name(static_cast<FailureKind>(12)), "unknown");
}

}  // namespace
}  // namespace vitrine
