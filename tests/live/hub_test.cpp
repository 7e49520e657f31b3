#include "live/hub.h"

#include <future>

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/sample_messages.h"
#include "runtime/event_loop.h"

namespace vitrine::live {
namespace {

using ::testing::HasSubstr;
using testing::PlainEncoder;

// Its messages can be awaited from the test's thread.
class AwaitedOutlet final : public Outlet {
 public:
  void send(const SharedBytes& bytes) override {
    const std::lock_guard lock(mutex_);
    got_.push_back(*bytes);
    came_.notify_all();
  }

  std::size_t unsent() const override { return 0; }

  std::string await(std::size_t number) {
    std::unique_lock lock(mutex_);
    const bool there =
        came_.wait_for(lock, std::chrono::seconds(20), [&] { return got_.size() >= number; });
    return there ? got_[number - 1] : "(nothing came)";
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> got_;
};

class HubTest : public ::testing::Test {
 protected:
  HubTest() {
    TopicOptions counter;
    counter.produce = [this](std::string topic) -> Task<Result<Update>> {
      co_return Update{{}, topic + "=" + std::to_string(count_.load())};
    };
    hub_.declare("views:", counter);
    hub_.declare("jobs", {.kind = Kind::event});
    for (auto& loop : loops_) loop.start();
  }

  ~HubTest() override {
    for (auto& loop : loops_) loop.stop();
  }

  static Config small() {
    Config config;
    config.readers_max = 3;
    config.readers_per_address_max = 2;
    config.topics_per_reader_max = 2;
    config.interval = std::chrono::milliseconds(1);
    return config;
  }

  template <class Act>
  void on(std::size_t loop, Act act) {
    std::promise<void> done;
    boost::asio::post(loops_[loop].executor(), [&] {
      act();
      done.set_value();
    });
    done.get_future().wait();
  }

  std::atomic<int> count_{1};
  std::array<EventLoop, 2> loops_{EventLoop("one"), EventLoop("two")};
  TaskGroup tasks_{[](const std::string&, std::exception_ptr) {}};
  SystemClock clock_;
  observe::Metrics metrics_;
  Hub hub_{small(),
           std::make_unique<PlainEncoder>(),
           {loops_[0].executor(), loops_[1].executor()},
           tasks_,
           clock_,
           "x",
           metrics_};
};

TEST_F(HubTest, TellsReadersOfEveryLoop) {
  std::array<AwaitedOutlet, 2> outlets;
  std::array<std::unique_ptr<Ticket>, 2> tickets;
  std::array<std::uint64_t, 2> readers{};
  for (std::size_t i = 0; i < 2; ++i) {
    tickets[i] = *hub_.admit("a", {"views:home", "jobs"});
    on(i, [&] { readers[i] = hub_.join(*tickets[i], outlets[i], Form::first, {}); });
    EXPECT_THAT(outlets[i].await(1), HasSubstr("views:home=1"));
  }
  count_ = 2;
  hub_.changed("views:home");
  for (auto& outlet : outlets) EXPECT_THAT(outlet.await(2), HasSubstr("views:home=2"));
  hub_.publish("jobs", {{}, "one is done"});
  for (auto& outlet : outlets) EXPECT_THAT(outlet.await(3), HasSubstr("one is done"));
  for (std::size_t i = 0; i < 2; ++i) on(i, [&] { hub_.leave(readers[i]); });
  hub_.changed("views:home");
  EXPECT_THAT(metrics_.prometheus(), HasSubstr("vitrine_live_readers 2"));
  for (auto& ticket : tickets) ticket.reset();
  EXPECT_THAT(metrics_.prometheus(), HasSubstr("vitrine_live_readers 0"));
  EXPECT_THAT(metrics_.prometheus(), HasSubstr("vitrine_live_topics 1"));
}

TEST_F(HubTest, RefusesMoreThanItsLimits) {
  const auto refusal = [&](std::string_view address, const std::vector<std::string>& topics) {
    auto ticket = hub_.admit(address, topics);
    return ticket ? "" : ticket.error().public_message;
  };
  EXPECT_THAT(refusal("a", {"jobs", "views:a", "views:b"}),
              HasSubstr("3 topics are over the limit of 2"));
  auto first = *hub_.admit("a", {"jobs"});
  auto second = *hub_.admit("a", {"jobs"});
  EXPECT_THAT(refusal("a", {"jobs"}), HasSubstr("at your address"));
  auto third = *hub_.admit("b", {"jobs"});
  EXPECT_THAT(refusal("c", {"jobs"}), HasSubstr("too many live readers already"));
  first.reset();
  EXPECT_EQ(refusal("a", {"jobs"}), "");
  EXPECT_FALSE(hub_.knows("sales"));
}

}  // namespace
}  // namespace vitrine::live
