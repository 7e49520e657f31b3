#include "runtime/admission.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Admission, RefusesPastThoseWhoRunAndWait) {
  Admission admission("render", 1, 2);
  std::vector<AdmissionSlot> slots;
  for (int i = 0; i < 3; ++i) slots.push_back(admission.enter().value());

  const auto refused = admission.enter();

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::busy);
  EXPECT_THAT(refused.error().public_message, ::testing::HasSubstr("render"));
  EXPECT_THAT(refused.error().public_message, ::testing::HasSubstr("2 waiting"));
  EXPECT_EQ(admission.inside(), 3U);
  EXPECT_EQ(admission.refused(), 1U);

  slots.pop_back();
  EXPECT_EQ(admission.inside(), 2U);
  EXPECT_TRUE(admission.enter());
  EXPECT_EQ(admission.inside(), 2U) << "left at once, because nobody kept the slot";
}

TEST(Admission, LetsBackgroundWorkInOnlyWhereNobodyWouldWaitForIt) {
  Admission admission("render", 2, 5);
  const auto foreground = admission.enter().value();
  std::optional background = admission.enter_if_idle().value();

  EXPECT_FALSE(admission.enter_if_idle());
  EXPECT_EQ(admission.refused(), 0U) << "nobody was turned away";
  EXPECT_TRUE(admission.enter());

  background.reset();
  EXPECT_TRUE(admission.enter_if_idle());
}

TEST(Admission, CountsAMovedSlotOnce) {
  Admission admission("render", 1, 0);
  {
    AdmissionSlot slot = admission.enter().value();
    const AdmissionSlot moved = std::move(slot);
    EXPECT_EQ(admission.inside(), 1U);
  }
  EXPECT_EQ(admission.inside(), 0U);
}

TEST(Admission, NeverLetsMoreInFromManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 2000;
  constexpr std::size_t kPlaces = 3;
  Admission admission("render", 2, 1);
  std::atomic<std::size_t> most = 0;
  std::atomic<int> admitted = 0;
  std::barrier together(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      together.arrive_and_wait();
      for (int round = 0; round < kRounds; ++round) {
        const auto slot = admission.enter();
        if (!slot) continue;
        ++admitted;
        const auto now = admission.inside();
        auto before = most.load();
        while (now > before && !most.compare_exchange_weak(before, now)) {
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_LE(most, kPlaces);
  EXPECT_EQ(admission.inside(), 0U);
  EXPECT_EQ(static_cast<std::size_t>(admitted) + admission.refused(), kThreads * kRounds);
}

}  // namespace
}  // namespace vitrine
