#include "images/png/kept_buffer.h"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

TEST(KeptBuffer, IsWritableUpToItsSizeHoweverOftenItIsMade) {
  for (const std::size_t bytes : {1'000U, 5'000'000U, 30U, 17'000'000U, 5'000'000U}) {
    KeptBuffer buffer(bytes);
    std::fill_n(buffer.get(), bytes, std::uint8_t{7});
    EXPECT_EQ(std::count(buffer.get(), buffer.get() + bytes, 7), static_cast<long>(bytes));
  }
}

TEST(KeptBuffer, IsNotSharedByTwoThatLive) {
  const KeptBuffer one(1'000);
  const KeptBuffer two(1'000);
  EXPECT_NE(one.get(), two.get());
}

TEST(KeptBuffer, MovesWithoutBeingGivenBack) {
  KeptBuffer one(1'000);
  const auto* const bytes = one.get();
  KeptBuffer two;
  two = std::move(one);
  const KeptBuffer three(std::move(two));
  EXPECT_EQ(three.get(), bytes);
  EXPECT_NE(KeptBuffer(1'000).get(), bytes);
}

TEST(KeptBuffer, StaysInItsThread) {
  const KeptBuffer here(1'000);
  std::thread([&] {
    const KeptBuffer there(1'000);
    EXPECT_NE(there.get(), here.get());
  }).join();
}

}  // namespace
}  // namespace vitrine::images
