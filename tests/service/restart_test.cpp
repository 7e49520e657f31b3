// Stopping, restarting and sharing: nobody who was promised an answer goes without.
#include <atomic>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/listener.h"
#include "service/harness/picture.h"
#include "stub_origin/scripts.h"
#include "stub_origin/stub_origin.h"

namespace vitrine::service {
namespace {

constexpr const char* kPicture = "/product/image/shirt/w200.jpg";

// Asks for one picture again and again, on a new connection each time, from several threads.
class Visitors {
 public:
  Visitors(std::uint16_t port, int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, port] { visit(port); });
  }

  ~Visitors() { stop(); }

  void stop() {
    leave_ = true;
    threads_.clear();
  }

  int answered() const { return answered_; }

  // What went wrong first; empty when nothing did.
  std::string trouble() const {
    const std::scoped_lock lock{mutex_};
    return trouble_;
  }

 private:
  void visit(std::uint16_t port) {
    while (!leave_) {
      try {
        const auto answer = ask(port, {.target = kPicture});
        if (answer.status != 200) report("status " + std::to_string(answer.status));
        ++answered_;
      } catch (const std::runtime_error& error) {
        report(error.what());
      }
    }
  }

  void report(const std::string& what) {
    const std::scoped_lock lock{mutex_};
    if (trouble_.empty()) trouble_ = what;
  }

  std::atomic<bool> leave_{false};
  std::atomic<int> answered_{0};
  mutable std::mutex mutex_;
  std::string trouble_;
  std::vector<std::jthread> threads_;
};

TEST(Stopping, FinishesWhatIsUnderWay) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(1000, 1000));
  Connection idle{gallery.vitrine.port()};
  idle.ask({.target = "/product/image/none/w40.jpg"});
  Connection busy{gallery.vitrine.port()};
  busy.send(request_bytes({.target = "/product/image/shirt/full_size.avif"}));
  ASSERT_TRUE(eventually([&] {
    return gallery.vitrine.status("/status?format=json").body.find("\"processing\":1") !=
           std::string::npos;
  }));

  gallery.vitrine.process().signal(SIGTERM);

  const auto answer = busy.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(look_at(answer.body)->width, 1000);
  EXPECT_TRUE(busy.read_to_end());
  EXPECT_TRUE(idle.read_to_end()) << "an idle connection must not hold up the end";
  EXPECT_EQ(gallery.vitrine.process().wait(), 0);
}

TEST(Stopping, IsNotHeldUpByAStuckClient) {
  Gallery gallery({.configuration = {{"drain_seconds", 1}}});
  gallery.nginx.put("products/shirt.jpg", photograph(1000, 1000));
  Connection stuck{gallery.vitrine.port(), 4096};
  stuck.send(request_bytes({.target = "/product/image/shirt/full_size-q100.png"}));
  ASSERT_TRUE(stuck.has_answer());

  gallery.vitrine.process().signal(SIGTERM);

  EXPECT_TRUE(gallery.vitrine.process().wait());
}

TEST(Stopping, TellsWhoWaitsForAnOriginThatHangs) {
  testing::StubOrigin origin;
  origin.on("/new.jpg", testing::stalls_before_head());
  const TemporaryFolder home;
  Vitrine vitrine{
      home,
      {.configuration = {{"drain_seconds", 2},
                         {"limits", {{"fetch_seconds", 3600}}},
                         {"namespaces", {{"slow", {{"origin", origin.url("/{id}")}}}}}}}};
  Connection waiting{vitrine.port()};
  waiting.send(request_bytes({.target = "/slow/new.jpg/w300.jpg"}));
  ASSERT_TRUE(eventually([&] { return origin.count("/new.jpg") == 1; }));

  vitrine.process().signal(SIGTERM);

  EXPECT_EQ(waiting.read_answer().status, 503);
  waiting.reset();
  EXPECT_EQ(vitrine.process().wait(), 0);
  EXPECT_NE(vitrine.process().errors().find("drained"), std::string::npos)
      << vitrine.process().errors();
}

TEST(Stopping, SaysThatItIsNotReadyBeforeItGoes) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(1000, 1000));
  EXPECT_EQ(gallery.vitrine.status("/readyz").status, 200);
  Connection operators{gallery.vitrine.status_port()};
  Connection busy{gallery.vitrine.port()};
  busy.send(request_bytes({.target = "/product/image/shirt/full_size.avif"}));
  ASSERT_TRUE(eventually([&] {
    return gallery.vitrine.status("/status?format=json").body.find("\"processing\":1") !=
           std::string::npos;
  }));

  gallery.vitrine.process().signal(SIGTERM);

  // While the picture is being made the service lives, and sends nobody new.
  const bool said = eventually([&] { return operators.ask({.target = "/readyz"}).status == 503; });
  EXPECT_TRUE(said);
  EXPECT_EQ(busy.read_answer().status, 200);
}

TEST(Restarting, LosesNoRequest) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));
  gallery.vitrine.get(kPicture);
  Visitors visitors{gallery.vitrine.port(), 8};

  auto running = gallery.vitrine.process().group();
  ASSERT_EQ(running.size(), 1U);
  for (int restart = 0; restart < 3; ++restart) {
    const auto old = running.front();
    const int seen = visitors.answered();
    ASSERT_EQ(::kill(old, SIGHUP), 0);
    ASSERT_TRUE(eventually([&] {
      running = gallery.vitrine.process().group();
      return running.size() == 1 && running.front() != old;
    })) << "restart "
        << restart << gallery.vitrine.process().errors();
    ASSERT_TRUE(eventually([&] { return visitors.answered() > seen + 20; }));
  }
  visitors.stop();

  EXPECT_EQ(visitors.trouble(), "");
  EXPECT_GT(visitors.answered(), 60);
  gallery.vitrine.learn_ports();
  EXPECT_EQ(gallery.vitrine.status("/readyz").status, 200);
  EXPECT_EQ(gallery.vitrine.renders(), 0) << "the new one found what the old one had made";
}

TEST(Restarting, ReadsTheConfigurationAgain) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));
  ASSERT_EQ(gallery.vitrine.get("/product/image/shirt/w300.jpg").status, 200);
  const auto old = gallery.vitrine.process().id();
  gallery.vitrine.change({{"maximum_width", 250}});

  gallery.vitrine.process().signal(SIGHUP);

  ASSERT_TRUE(eventually([&] {
    const auto group = gallery.vitrine.process().group();
    return group.size() == 1 && group.front() != old;
  }));
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w300.jpg").status, 406);
}

TEST(Restarting, WithABrokenConfigurationKeepsTheOldOneServing) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));
  gallery.home.write("config/test.json", "{ \"maximum_width\": ");

  gallery.vitrine.process().signal(SIGHUP);

  EXPECT_TRUE(eventually([&] {
    return gallery.vitrine.process().errors().find("config/test.json") != std::string::npos ||
           gallery.vitrine.process().output().find("config/test.json") != std::string::npos;
  })) << gallery.vitrine.process().errors();
  EXPECT_EQ(gallery.vitrine.get(kPicture).status, 200);
  EXPECT_EQ(gallery.vitrine.process().group(), std::vector{gallery.vitrine.process().id()});
}

TEST(Activation, UsesTheSocketsOfASupervisor) {
  const auto pictures = listen_on_loopback();
  const auto status = listen_on_loopback();
  Gallery gallery(
      {.listening = {pictures.fd.get(), status.fd.get()}, .listening_names = "http:status"});
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));

  EXPECT_EQ(gallery.vitrine.port(), pictures.port);
  EXPECT_EQ(gallery.vitrine.status_port(), status.port);
  EXPECT_EQ(ask(pictures.port, {.target = kPicture}).status, 200);
  EXPECT_EQ(ask(status.port, {.target = "/readyz"}).status, 200);
}

TEST(Activation, KeepsConnectionsWaitingWhileNobodyServes) {
  const auto pictures = listen_on_loopback();
  const auto status = listen_on_loopback();
  Gallery gallery(
      {.listening = {pictures.fd.get(), status.fd.get()}, .listening_names = "http:status"});
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));
  gallery.vitrine.get(kPicture);
  Visitors visitors{pictures.port, 4};
  ASSERT_TRUE(eventually([&] { return visitors.answered() > 20; }));

  gallery.vitrine.stop();
  const int seen = visitors.answered();
  gallery.vitrine.start();

  EXPECT_TRUE(eventually([&] { return visitors.answered() > seen + 20; }));
  visitors.stop();
  EXPECT_EQ(visitors.trouble(), "");
}

TEST(Instances, ShareOneFolder) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));
  auto setup = gallery.setup();
  // Pictures are shared, but two processes cannot count into one file.
  setup.configuration["store"] = "sqlite:data/second.db";
  const Vitrine second{gallery.home, setup};

  std::vector<std::jthread> askers;
  std::atomic<int> right{0};
  for (int i = 0; i < 16; ++i) {
    askers.emplace_back([&, i] {
      const auto& instance = i % 2 == 0 ? gallery.vitrine : second;
      for (int width = 100; width < 110; ++width) {
        const auto answer = instance.get("/product/image/shirt/w" + std::to_string(width) + ".jpg");
        const auto seen = look_at(answer.body);
        if (seen && seen->width == width) ++right;
      }
    });
  }
  askers.clear();

  EXPECT_EQ(right, 160);
  EXPECT_EQ(gallery.vitrine.get(kPicture).header("ETag"), second.get(kPicture).header("ETag"));
  // What one has made, the other does not make again.
  const int before = second.renders();
  gallery.vitrine.get("/product/image/shirt/w333.jpg");
  EXPECT_EQ(second.get("/product/image/shirt/w333.jpg").status, 200);
  EXPECT_EQ(second.renders(), before);
}

}  // namespace
}  // namespace vitrine::service
