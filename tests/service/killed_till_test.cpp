// Tills report purchases while the service is killed, and report again what was not acknowledged,
// as tills do. Nothing that was acknowledged is lost, and nothing is sold twice.
#include <atomic>
#include <csignal>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "redis_server/redis_server.h"
#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

constexpr int kKills = 20;
constexpr int kTills = 8;

std::string sold(int number) {
  return fmt::format(
      R"({{"id":"till/{0}","utc_date":{1},"artist_name":"A","album_title":"number{0}",)"
      R"("currency":"USD","amount_paid":1.00,"amount_paid_usd":1.00}})",
      number,
      1'700'000'000 + number);
}

// Each till reports one purchase after the other until one is not acknowledged.
class Tills {
 public:
  Tills(std::uint16_t port, int first) : next_(first) {
    for (int i = 0; i < kTills; ++i) threads_.emplace_back([this, port] { sell(port); });
  }

  ~Tills() { stop(); }

  void stop() {
    leave_ = true;
    threads_.clear();
  }

  int acknowledged() const { return acknowledged_; }

  // The number after the last one that was sent.
  int next() const { return next_; }

  std::vector<int> unanswered() {
    stop();
    return unanswered_;
  }

 private:
  void sell(std::uint16_t port) {
    while (!leave_) {
      const int number = next_++;
      int status = 0;
      try {
        status = ask(port, {.method = "POST", .target = "/purchases", .body = sold(number)}).status;
      } catch (const std::runtime_error&) {
        // The service is gone.
      }
      if (status == 201) {
        ++acknowledged_;
      } else {
        const std::scoped_lock lock(mutex_);
        unanswered_.push_back(number);
        leave_ = true;
      }
    }
  }

  std::atomic<int> next_;
  std::atomic<int> acknowledged_{0};
  std::atomic<bool> leave_{false};
  std::mutex mutex_;
  std::vector<int> unanswered_;
  std::vector<std::jthread> threads_;
};

class KilledTills : public Counting {
 protected:
  Answer report(const std::string& body) const {
    return ask(vitrine_->status_port(), {.method = "POST", .target = "/purchases", .body = body});
  }

  std::int64_t count_of_all() const {
    const auto answer =
        vitrine_->status("/purchases/history?from=1699999900000&to=1700100000000&bucket=day");
    std::int64_t all = 0;
    for (const auto& point : boost::json::parse(answer.body).as_array()) {
      all += point.as_object().at("y").to_number<std::int64_t>();
    }
    return all;
  }

  void kill_again_and_again() {
    ASSERT_TRUE(eventually([&] { return vitrine_->status("/readyz").status == 200; }));
    int next = 0;
    for (int round = 0; round < kKills; ++round) {
      Tills tills{vitrine_->status_port(), next};
      const int enough = 20 + 7 * round % 100;
      ASSERT_TRUE(eventually([&] { return tills.acknowledged() >= enough; }));
      vitrine_->process().signal(SIGKILL);
      vitrine_->process().wait();
      const auto unanswered = tills.unanswered();
      next = tills.next();
      vitrine_->start();
      ASSERT_TRUE(eventually([&] { return vitrine_->status("/readyz").status == 200; }));
      // Every one of this round stands there, or is added now: what was acknowledged is not added.
      const auto before = count_of_all();
      EXPECT_GE(before, next - static_cast<std::int64_t>(unanswered.size())) << "round " << round;
      for (const int number : unanswered) {
        const auto answer = report(sold(number));
        ASSERT_EQ(answer.status, 201) << answer.body;
      }
      ASSERT_EQ(count_of_all(), next) << "round " << round;
    }
    EXPECT_EQ(vitrine_->status("/purchases/top-sellers").body,
              fmt::format("{{\"labels\":[\"A\"],\"series\":[{}.00]}}\n", next));
  }
};

TEST_F(KilledTills, LoseAndDoubleNothing) {
  start();
  kill_again_and_again();
}

TEST_F(KilledTills, LoseAndDoubleNothingOnRedis) {
  const testing::RedisServer redis;
  start({{"store", "redis://127.0.0.1:" + std::to_string(redis.address().port)}});
  kill_again_and_again();
}

}  // namespace
}  // namespace vitrine::service
