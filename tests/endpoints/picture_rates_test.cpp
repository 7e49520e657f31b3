#include "endpoints/picture_rates.h"

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

using std::chrono::seconds;

class PictureRatesTest : public ::testing::Test {
 protected:
  observe::Counter& from(const char* where) {
    return metrics_.counter("vitrine_delivery_pictures_total", "", {{"from", where}});
  }

  void pass(int ticks) {
    for (int i = 0; i < ticks; ++i) {
      clock_.advance(seconds(1));
      rates_.tick();
    }
  }

  ManualClock clock_;
  observe::Metrics metrics_;
  PictureRates rates_{metrics_, clock_};
};

TEST_F(PictureRatesTest, KnowNothingBeforeTwoTicks) {
  EXPECT_EQ(rates_.per_second(), 0);
  EXPECT_FALSE(rates_.hit_rate());
  rates_.tick();
  from("memory").add(100);
  EXPECT_EQ(rates_.per_second(), 0);
  EXPECT_FALSE(rates_.hit_rate());
}

TEST_F(PictureRatesTest, LookFiveSecondsBack) {
  rates_.tick();
  from("memory").add(10);
  pass(2);
  EXPECT_EQ(rates_.per_second(), 5) << "of the two seconds that there are";
  pass(3);
  EXPECT_EQ(rates_.per_second(), 2);
  pass(1);
  EXPECT_EQ(rates_.per_second(), 0);
}

TEST_F(PictureRatesTest, CallAHitWhatWasNotRendered) {
  rates_.tick();
  from("memory").add(6);
  from("disk").add(2);
  from("render").add(2);
  pass(1);
  EXPECT_DOUBLE_EQ(rates_.hit_rate().value(), 0.8);
  pass(59);
  EXPECT_DOUBLE_EQ(rates_.hit_rate().value(), 0.8);
  pass(1);
  EXPECT_FALSE(rates_.hit_rate()) << "a minute without pictures";
  EXPECT_EQ(rates_.so_far().all(), 10U);
}

}  // namespace
}  // namespace vitrine::endpoints
