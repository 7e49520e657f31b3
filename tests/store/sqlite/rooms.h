// What a writer needs around it, and small changes for it to write.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "await/temporary_folder.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

// A folder with a database file in it, or room for one.
struct Place {
  testing::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "vitrine.db";
};

// A change made of a function. Tells its outcome through a future and, before that, a list.
class TestChange final : public Change {
 public:
  using Work = std::function<Result<void>(Database&)>;

  explicit TestChange(Work work, std::size_t bytes = 0)
      : Change(Statements::several, bytes), work_(std::move(work)) {}

  std::future<Result<void>> told() { return told_.get_future(); }

  Result<void> apply(Database& database) override { return work_(database); }

  void committed() noexcept override {
    if (on_committed) on_committed();
    told_.set_value({});
  }

  void failed(const Failure& failure) noexcept override {
    told_.set_value(std::unexpected(failure));
  }

  std::function<void()> on_committed;

 private:
  Work work_;
  std::promise<Result<void>> told_;
};

inline TestChange::Work sql(std::string text) {
  return [text = std::move(text)](Database& database) { return database.execute(text); };
}

// Submits, and gives back what will be told of it.
inline std::future<Result<void>> submit(Writer& writer, TestChange::Work work) {
  auto change = std::make_unique<TestChange>(std::move(work));
  auto told = change->told();
  std::unique_ptr<Change> submitted = std::move(change);
  if (auto taken = writer.submit(submitted); !taken) {
    std::promise<Result<void>> refused;
    refused.set_value(std::move(taken));
    return refused.get_future();
  }
  return told;
}

// Keeps the writer busy, in the middle of a group, until it is let go.
class Hold {
 public:
  explicit Hold(Writer& writer) {
    auto release = release_.get_future().share();
    told_ = submit(writer, [this, release](Database&) -> Result<void> {
      begun_.set_value();
      release.wait();
      return {};
    });
    begun_.get_future().wait();
  }

  ~Hold() { let_go(); }

  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  void let_go() {
    if (std::exchange(held_, false)) release_.set_value();
    if (told_.valid()) told_.wait();
  }

 private:
  std::promise<void> begun_;
  std::promise<void> release_;
  bool held_ = true;
  std::future<Result<void>> told_;
};

inline std::int64_t number(Writer& writer, const std::string& query) {
  std::int64_t value = -1;
  const auto asked = writer.call([&](Database& database) -> Result<void> {
    TRY(value, database.number(query));
    return {};
  });
  return asked ? value : -1;
}

}  // namespace vitrine::store::sqlite
