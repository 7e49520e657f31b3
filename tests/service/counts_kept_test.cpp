// What is answered has been counted, and is counted once, whatever happens to the process.
#include <atomic>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>

#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

// Posts views from several threads and knows how many were asked for, and answered.
class Posters {
 public:
  Posters(std::uint16_t port, int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, port] { post(port); });
  }

  ~Posters() { stop(); }

  void stop() {
    leave_ = true;
    threads_.clear();
  }

  int answered() const { return answered_; }

  int sent() const { return sent_; }

  int refused() const { return refused_; }

 private:
  void post(std::uint16_t port) {
    while (!leave_) {
      try {
        Connection connection{port};
        ++sent_;
        const auto answer = connection.ask({.method = "POST", .target = "/views/home"});
        ++(answer.status == 200 ? answered_ : refused_);
      } catch (const std::runtime_error&) {
        ++refused_;
      }
    }
  }

  std::atomic<bool> leave_{false};
  std::atomic<int> sent_{0};
  std::atomic<int> answered_{0};
  std::atomic<int> refused_{0};
  std::vector<std::jthread> threads_;
};

TEST_F(Counting, SurvivesARestart) {
  start();
  put_july();
  for (int i = 0; i < 5; ++i) post("/views/home");
  vitrine_->get("/fwd/july1/watch");
  vitrine_->stop();
  vitrine_->start();
  EXPECT_EQ(number(vitrine_->get("/views/home"), "total"), 5);
  EXPECT_EQ(number(vitrine_->get("/views/home"), "last_minute"), 5);
  EXPECT_EQ(number(vitrine_->get("/views/home"), "visitors_today"), 1);
  EXPECT_EQ(number(vitrine_->get("/info/july1/watch"), "clicks"), 1);
}

TEST_F(Counting, LosesNothingThatItAnsweredWhenItIsKilled) {
  start();
  int answered = 0;
  int sent = 0;
  for (int round = 0; round < 5; ++round) {
    Posters posters{vitrine_->port(), 8};
    const int enough = 50 + 30 * round;
    ASSERT_TRUE(eventually([&] { return posters.answered() >= enough; }));
    vitrine_->process().signal(SIGKILL);
    vitrine_->process().wait();
    posters.stop();
    answered += posters.answered();
    sent += posters.sent();
    vitrine_->start();
    const auto total = number(vitrine_->get("/views/home"), "total");
    EXPECT_GE(total, answered) << "round " << round;
    EXPECT_LE(total, sent) << "nothing counts twice";
  }
}

TEST_F(Counting, LosesNoViewWhenANewProcessTakesOver) {
  start();
  Posters posters{vitrine_->port(), 4};
  ASSERT_TRUE(eventually([&] { return posters.answered() >= 50; }));
  auto running = vitrine_->process().group();
  for (int round = 0; round < 3; ++round) {
    const auto old = running.front();
    ASSERT_EQ(::kill(old, SIGHUP), 0);
    ASSERT_TRUE(eventually([&] {
      running = vitrine_->process().group();
      return running.size() == 1 && running.front() != old;
    })) << vitrine_->process().errors();
    const int reached = posters.answered() + 50;
    ASSERT_TRUE(eventually([&] { return posters.answered() >= reached; }))
        << vitrine_->process().errors();
  }
  posters.stop();
  EXPECT_EQ(posters.refused(), 0);
  EXPECT_EQ(number(vitrine_->get("/views/home"), "total"), posters.answered());
}

TEST_F(Counting, IntoOneFileIsForOneProcess) {
  start();
  home_.write("config/second.json", R"({"server_port": 0, "status_port": 0})");
  const auto second = run({.program = vitrine_program(),
                           .arguments = {"serve", "-e", "second"},
                           .folder = home_.path()});
  EXPECT_NE(second.code, 0);
  EXPECT_LT(second.code, 128) << "an error, not a crash";
  EXPECT_THAT(second.errors, HasSubstr("vitrine.db"));
}

}  // namespace
}  // namespace vitrine::service
