#include "live/ring.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/sample_messages.h"

namespace vitrine::live {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::message;

std::optional<std::vector<std::uint64_t>> offsets(
    const std::optional<std::vector<SharedMessage>>& messages) {
  if (!messages) return std::nullopt;
  std::vector<std::uint64_t> all;
  for (const auto& one : *messages) all.push_back(one->offset);
  return all;
}

TEST(Ring, GivesWhatIsBehindAnOffset) {
  Ring ring(3, 1'000'000);
  EXPECT_FALSE(ring.behind(0)) << "an empty one knows nothing";
  for (std::uint64_t i = 1; i <= 5; ++i) ring.push(message(Kind::event, i));
  EXPECT_THAT(*offsets(ring.behind(5)), IsEmpty());
  EXPECT_THAT(*offsets(ring.behind(3)), ElementsAre(4, 5));
  EXPECT_THAT(*offsets(ring.behind(2)), ElementsAre(3, 4, 5));
  EXPECT_FALSE(ring.behind(1)) << "2 has fallen out";
}

TEST(Ring, IsBoundedByBytesButKeepsTheNewest) {
  Ring ring(100, 1000);
  for (std::uint64_t i = 1; i <= 4; ++i) ring.push(message(Kind::event, i, 200));
  EXPECT_THAT(*offsets(ring.behind(2)), ElementsAre(3, 4)) << "two forms of 202 bytes each";
  EXPECT_FALSE(ring.behind(1));
  ring.push(message(Kind::event, 5, 5000));
  EXPECT_EQ(ring.newest()->offset, 5);
  EXPECT_THAT(*offsets(ring.behind(4)), ElementsAre(5));
}

TEST(Ring, KnowsWhatItHasNotSeen) {
  Ring ring(10, 1'000'000);
  ring.push(message(Kind::event, 5));
  auto alone = *message(Kind::event, 9);
  alone.after = 9;  // 6 to 8 went by while nobody read
  ring.push(std::make_shared<const Message>(alone));
  EXPECT_THAT(*offsets(ring.behind(9)), IsEmpty());
  for (const std::uint64_t offset : {4, 5, 7, 8}) EXPECT_FALSE(ring.behind(offset)) << offset;
}

}  // namespace
}  // namespace vitrine::live
