#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include <gtest/gtest.h>

#include "http/running_server.h"
#include "http/server.h"

namespace vitrine::http {
namespace {

constexpr int kFirst = 3;

// Puts descriptors where a supervisor would, and back what was there.
class InheritedSocketsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kPlaces; ++i) saved_[i] = ::fcntl(kFirst + i, F_DUPFD, 100);
  }

  void TearDown() override {
    for (int i = 0; i < kPlaces; ++i) {
      if (saved_[i] >= 0) {
        ::dup2(saved_[i], kFirst + i);
        ::close(saved_[i]);
      } else {
        ::close(kFirst + i);
      }
    }
  }

  static void pass_on(std::string_view process, std::string_view count, std::string_view names) {
    ::setenv("LISTEN_PID", std::string(process).c_str(), 1);
    ::setenv("LISTEN_FDS", std::string(count).c_str(), 1);
    ::setenv("LISTEN_FDNAMES", std::string(names).c_str(), 1);
  }

  static constexpr int kPlaces = 2;
  int saved_[kPlaces];
};

TEST_F(InheritedSocketsTest, TakesThemByNumberAndName) {
  const auto one = testing::listening_socket();
  const auto two = testing::listening_socket();
  ::dup2(one.get(), kFirst);
  ::dup2(two.get(), kFirst + 1);
  pass_on(std::to_string(::getpid()), "2", "http:status");

  auto sockets = inherited_sockets();
  ASSERT_EQ(sockets.size(), 2);
  EXPECT_EQ(sockets[0].name, "http");
  EXPECT_EQ(sockets[0].fd.get(), kFirst);
  EXPECT_EQ(sockets[1].name, "status");
  EXPECT_TRUE(::fcntl(kFirst, F_GETFD) & FD_CLOEXEC);
  EXPECT_EQ(std::getenv("LISTEN_FDS"), nullptr);
  EXPECT_EQ(std::getenv("LISTEN_PID"), nullptr);
  EXPECT_EQ(std::getenv("LISTEN_FDNAMES"), nullptr);
}

TEST_F(InheritedSocketsTest, TakesThemWithoutNames) {
  const auto one = testing::listening_socket();
  ::dup2(one.get(), kFirst);
  pass_on(std::to_string(::getpid()), "1", "");
  const auto sockets = inherited_sockets();
  ASSERT_EQ(sockets.size(), 1);
  EXPECT_EQ(sockets[0].name, "");
}

TEST_F(InheritedSocketsTest, TakesNoneThatAreNotForIt) {
  struct Row {
    const char* reason;
    std::string process;
    const char* count;
  };

  const auto own = std::to_string(::getpid());
  const Row rows[] = {
      {"another process", std::to_string(::getpid() + 1), "1"},
      {"no process", "", "1"},
      {"nonsense for a process", own + "x", "1"},
      {"none", own, "0"},
      {"nonsense for a count", own, "many"},
      {"a negative count", own, "-1"},
  };
  for (const auto& row : rows) {
    pass_on(row.process, row.count, "http");
    EXPECT_TRUE(inherited_sockets().empty()) << row.reason;
    EXPECT_EQ(std::getenv("LISTEN_PID"), nullptr) << row.reason;
  }
}

TEST_F(InheritedSocketsTest, OverlooksNumbersThatAreNotOpen) {
  ::close(kFirst);
  ::close(kFirst + 1);
  pass_on(std::to_string(::getpid()), "2", "http:status");
  EXPECT_TRUE(inherited_sockets().empty());
}

}  // namespace
}  // namespace vitrine::http
