// Tallies on a log in memory and one event loop that runs when a test asks something.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "await/await.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/task_group.h"
#include "tallies/memory_log.h"
#include "tallies/tallies.h"

namespace vitrine::testing {

class TalliesFixture : public ::testing::Test {
 protected:
  TalliesFixture() { open(); }

  // Again for a restart: memory is gone, the log is there.
  void open() {
    tallies_.reset();
    metrics_ = std::make_unique<observe::Metrics>();
    const auto random = [this](std::size_t bytes) {
      return std::string(bytes, static_cast<char>('a' + salts_made_++));
    };
    tallies_ = std::make_unique<tallies::Tallies>(
        config_, log_, std::vector{context_.get_executor()}, tasks_, clock_, random, *metrics_);
    tallies_->start();
  }

  template <class T>
  std::vector<T> ask_all(std::vector<Task<T>> tasks) {
    std::vector<std::optional<T>> kept(tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      tasks_.start(context_.get_executor(), "test", keep(std::move(tasks[i]), kept[i]));
    }
    context_.restart();
    context_.run();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    std::vector<T> values;
    for (auto& value : kept) values.push_back(std::move(value).value());
    return values;
  }

  template <class T>
  T ask(Task<T> task) {
    std::vector<Task<T>> one;
    one.push_back(std::move(task));
    return std::move(ask_all(std::move(one)).front());
  }

  Result<tallies::PageCounts> view(std::string_view page,
                                   tallies::Visit visit = tallies::Visit::person,
                                   std::optional<tallies::Visitor> visitor = {}) {
    return ask(tallies_->view(page, visit, visitor));
  }

  void put(std::string_view campaign, const std::vector<std::string>& items) {
    ASSERT_TRUE(ask(tallies_->put_campaign(campaign, {})));
    for (const auto& item : items) {
      ASSERT_TRUE(
          ask(tallies_->put_item(campaign, item, {"https://shop.example/" + item, item, ""})));
    }
  }

  void click(std::string_view campaign, std::string_view item, int times = 1) {
    for (int i = 0; i < times; ++i) ASSERT_TRUE(ask(tallies_->click(campaign, item)));
  }

  tallies::ItemCounts counts(std::string_view campaign, std::string_view item) const {
    return tallies_->item(campaign, item).value().counts;
  }

  std::exception_ptr thrown_;
  ManualClock clock_;
  MemoryLog log_{clock_};
  tallies::Config config_;
  int salts_made_ = 0;
  boost::asio::io_context context_;
  TaskGroup tasks_{[this](const std::string&, std::exception_ptr thrown) { thrown_ = thrown; }};
  std::unique_ptr<observe::Metrics> metrics_;
  std::unique_ptr<tallies::Tallies> tallies_;
};

}  // namespace vitrine::testing
