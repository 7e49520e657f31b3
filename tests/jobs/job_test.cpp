#include "jobs/job.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::jobs {
namespace {

TEST(Job, StatesHaveNamesThatAreReadBack) {
  for (const auto state : {State::waiting,
                           State::delayed,
                           State::running,
                           State::done,
                           State::failed,
                           State::cancelled}) {
    EXPECT_EQ(state_named(name(state)), state);
  }
  EXPECT_FALSE(state_named("Waiting"));
  EXPECT_FALSE(state_named(""));
}

TEST(Job, NamesAreShortAndPlain) {
  struct Case {
    std::string text;
    bool is_name;
    const char* reason;
  };

  for (const auto& [text, expected, reason] : {
           Case{"generateThumbnail", true, "letters"},
           Case{"img-1.queue_2", true, "all signs"},
           Case{std::string(64, 'a'), true, "as long as may be"},
           Case{std::string(65, 'a'), false, "too long"},
           Case{"", false, "nothing"},
           Case{"a:b", false, "a colon parts the keys of Resque"},
           Case{"a b", false, "a blank"},
           Case{"a,b", false, "a comma parts queues"},
           Case{"é", false, "not ASCII"},
           Case{std::string("a\0", 2), false, "a zero byte"},
       }) {
    EXPECT_EQ(is_name(text), expected) << reason;
  }
}

TEST(Job, IdsAre128RandomBits) {
  const auto id = new_job_id([](std::size_t bytes) {
    EXPECT_EQ(bytes, 16U);
    return std::string(bytes, '\xff');
  });
  EXPECT_EQ(id, "_____________________w");
}

TEST(Job, OneWithATimeInTheFutureIsDelayed) {
  const WallTime now{std::chrono::seconds{1'700'000'000}};
  EXPECT_EQ(first_state({}, now), State::waiting);
  EXPECT_EQ(first_state({.not_before = now}, now), State::waiting);
  EXPECT_EQ(first_state({.not_before = now + std::chrono::milliseconds(1)}, now), State::delayed);
}

}  // namespace
}  // namespace vitrine::jobs
