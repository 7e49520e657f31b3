#include "runtime/pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "failure/check.h"
#include "runtime/thread_name.h"

namespace vitrine {

Pool::Pool(const PoolOptions& options) {
  check(options.threads > 0, "a pool needs a thread");
  threads_.reserve(options.threads);
  for (std::size_t i = 0; i < options.threads; ++i) {
    threads_.emplace_back([this, options] { run(options); });
  }
}

Pool::~Pool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Pool::submit(std::move_only_function<void()> work) {
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void Pool::run(const PoolOptions& options) {
  name_this_thread(options.name);
  // On Linux a thread has a niceness of its own. Lowering priority never fails.
  if (options.nice != 0) setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), options.nice);
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}

}  // namespace vitrine
