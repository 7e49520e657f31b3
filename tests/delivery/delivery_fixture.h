// A Delivery on a real folder, a real render pool and scripted origins, with two event loops that
// orders come from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/temporary_folder.h"
#include "blobs/folder_store.h"
#include "delivery/delivery.h"
#include "delivery/scripted_origin.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "pictures/pictures.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/pool.h"
#include "runtime/task_group.h"

namespace vitrine::testing {

inline const std::string kUrl = "http://origin.test/camera.png";

origin::Source web(std::string address);
origin::Source file(std::string address);

// Its header is right and its pixels are damaged.
std::string broken_picture();

// "w40-q80.png", without popular sizes.
delivery::Order order(origin::Source source, std::string_view picture);

class DeliveryFixture : public ::testing::Test {
 protected:
  DeliveryFixture();
  ~DeliveryFixture() override;

  // Builds the Delivery from config_; again after close() for a restart.
  void open(delivery::OriginalFetcher& fetcher, blobs::BlobStore& store);

  void open(delivery::OriginalFetcher& fetcher) { open(fetcher, store_); }

  void open(blobs::BlobStore& store) { open(origin_, store); }

  void open() { open(origin_, store_); }

  void close();

  delivery::Delivery& delivery() { return *delivery_; }

  // Begins on one of the loops, and returns at once.
  template <class T>
  std::future<T> start(Task<T> task) {
    auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    EventLoop& loop = *loops_[next_loop_++ % loops_.size()];
    callers_.start(loop.executor(), "caller", settle(std::move(task), std::move(promise)));
    return future;
  }

  template <class T>
  T wait(Task<T> task) {
    return start(std::move(task)).get();
  }

  Result<delivery::Picture> deliver(const origin::Source& source, std::string_view picture) {
    return wait(delivery_->deliver(order(source, picture)));
  }

  Result<delivery::Picture> deliver(std::string_view picture) {
    return deliver(web(kUrl), picture);
  }

  std::uint64_t count(const std::string& name, const observe::Labels& labels = {});
  std::uint64_t renders();

  // Every order that was started before has gone as far as it can without a pool's answer.
  void all_have_begun();
  // Until nothing runs in the background any more.
  void background_ends();
  // Holds every render thread until the answer is destroyed.
  std::shared_ptr<void> block_renderers();

  delivery::Config config_;
  ManualClock clock_;
  TemporaryFolder folder_;
  ScriptedOrigin origin_;
  std::vector<std::string> exceptions_;
  TaskGroup tasks_;
  TaskGroup callers_;
  std::array<std::unique_ptr<EventLoop>, 2> loops_;
  // Joined before the loops go, because they answer to them.
  Pool files_{{.name = "files", .threads = 2}};
  Pool render_{{.name = "render", .threads = 2}};
  blobs::FolderStore store_;
  std::unique_ptr<observe::Metrics> metrics_;
  std::unique_ptr<delivery::Delivery> delivery_;
  std::size_t next_loop_ = 0;

 private:
  template <class T>
  static Task<void> settle(Task<T> task, std::shared_ptr<std::promise<T>> promise) {
    try {
      promise->set_value(co_await std::move(task));
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  }
};

}  // namespace vitrine::testing
