// Holds the answers of a stub origin until a test lets them go.
#pragma once

#include <condition_variable>
#include <mutex>

#include "service/harness/patience.h"
#include "stub_origin/stub_origin.h"

namespace vitrine::service {

// Lives on: any thread (mutex). Outlives the stub whose scripts it holds.
class Gate {
 public:
  // `script`, once the gate is open. A test that forgets to open it fails by its own deadlines.
  testing::Script held(testing::Script script) {
    return [this, script = std::move(script)](testing::Connection& connection,
                                              const testing::SeenRequest& request) {
      std::unique_lock lock{mutex_};
      opened_.wait_for(lock, 3 * kSoon, [this] { return open_; });
      lock.unlock();
      script(connection, request);
    };
  }

  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    opened_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

}  // namespace vitrine::service
