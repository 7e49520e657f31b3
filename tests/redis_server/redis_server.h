// A real redis-server on a free port of 127.0.0.1 that a test starts, stops, kills and asks. It is
// killed when this object is destroyed, and when the test's process ends.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "await/temporary_folder.h"
#include "store/redis/connection.h"

namespace vitrine::testing {

struct RedisServerOptions {
  // Whether what was written is there after a restart.
  bool keeps_data = true;
  std::string password = {};
};

class RedisServer {
 public:
  explicit RedisServer(RedisServerOptions options = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  store::redis::RedisAddress address() const;

  // By SIGKILL.
  void kill();
  // After kill(), on the same port. Ends when it answers.
  void start();
  // After kill(): it is there, but is reading its data back for so long that it answers nothing
  // else until it is killed.
  void start_loading();
  // From now on it cannot save to its disk, and refuses to be written to, until mend_disk().
  void break_disk();
  void mend_disk();
  // What is on its disk now is what it has after kill() and roll_back(), as after the loss of a
  // primary whose replica was behind.
  void remember();
  void roll_back();
  // It answers nobody until resume().
  void pause();
  void resume();

  // The text of the answer, or "error: …".
  std::string ask(const store::redis::Command& command);
  // Waits until the answer is `expected`; false when that did not come.
  bool answers(const store::redis::Command& command, const std::string& expected);

 private:
  void launch(const std::vector<std::string>& more = {});
  bool ready();

  const RedisServerOptions options_;
  const TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

}  // namespace vitrine::testing
