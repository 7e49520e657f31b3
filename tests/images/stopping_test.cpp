// Renders that take too long, that nobody waits for any more, and several at once.
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

TEST(Render, GivesUpWhenItsTimeHasPassed) {
  Limits limits;
  limits.render_time_max = std::chrono::milliseconds(0);
  const auto photo = pictures::make_jpeg(640, 480, {.detailed = true});
  for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif}) {
    const auto encoded =
        rendered(photo, {.fit = Fit::width, .width = 100, .format = format}, limits);
    ASSERT_FALSE(encoded) << extension_of(format);
    EXPECT_EQ(encoded.error().kind, FailureKind::timeout) << extension_of(format);
    EXPECT_THAT(encoded.error().public_message, testing::HasSubstr("0 ms"));
  }
}

TEST(Render, GivesUpWhenItIsCancelled) {
  const std::atomic<bool> cancelled{true};
  const auto encoded =
      render(pictures::make_png(640, 480), {.fit = Fit::width, .width = 100}, {}, cancelled);
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().kind, FailureKind::timeout);
}

TEST(Render, GivesUpInTheMiddleOfALongPicture) {
  const auto large = pictures::make_png(6000, 4000);
  Limits limits;
  limits.render_time_max = std::chrono::milliseconds(20);
  const auto start = std::chrono::steady_clock::now();
  const auto encoded =
      rendered(large, {.fit = Fit::width, .width = 5'000, .format = Format::gif}, limits);
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().kind, FailureKind::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(Render, OfABrokenPictureInTimeIsNoTimeout) {
  const auto photo = pictures::make_jpeg(640, 480);
  const auto encoded = rendered(photo.substr(0, photo.size() / 2), {});
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().kind, FailureKind::unsupported);
}

TEST(Render, RunsOnSeveralThreadsAtOnce) {
  const auto jpeg = pictures::make_jpeg(800, 600, {.orientation = 6, .detailed = true});
  const auto gif = pictures::make_gif(120, 80, {.frames = 3});
  const auto broken = jpeg.substr(0, jpeg.size() / 2);
  const Recipe small{.fit = Fit::width, .width = 100};
  const Recipe moving{.fit = Fit::width, .width = 60, .format = Format::webp};
  const auto expected_small = rendered(jpeg, small)->bytes;
  const auto expected_moving = rendered(gif, moving)->bytes;

  std::atomic<int> wrong{0};
  const auto work = [&] {
    for (int round = 0; round < 10; ++round) {
      const auto picture = rendered(jpeg, small);
      const auto animation = rendered(gif, moving);
      const auto failure = rendered(broken, small);
      if (!picture || picture->bytes != expected_small) ++wrong;
      if (!animation || animation->bytes != expected_moving) ++wrong;
      if (failure) ++wrong;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  }
  EXPECT_EQ(wrong.load(), 0);
}

}  // namespace
}  // namespace vitrine::images
