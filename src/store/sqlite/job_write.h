// A change of the table of jobs, made of functions: what is written, and what follows when it has
// been committed, or has not.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "failure/result.h"
#include "runtime/task.h"
#include "store/sqlite/change.h"
#include "store/sqlite/commit.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

template <class T>
struct JobWork {
  std::function<Result<T>(Database&)> write;
  // Both on the writer's thread; they throw nothing.
  std::function<void(T&)> committed = [](T&) {};
  std::function<void()> failed = [] {};
};

template <class T>
class JobWrite final : public Change {
 public:
  JobWrite(Statements statements, std::size_t bytes, JobWork<T> work)
      : Change(statements, bytes), work_(std::move(work)) {}

  Result<void> apply(Database& database) override {
    TRY(value_, work_.write(database));
    return {};
  }

  void committed() noexcept override { work_.committed(*value_); }

  void failed(const Failure& /*failure*/) noexcept override { work_.failed(); }

  T take() { return std::move(*value_); }

 private:
  JobWork<T> work_;
  std::optional<T> value_;
};

template <class T>
Task<Result<T>> write_jobs(Writer& writer,
                           Change::Statements statements,
                           std::size_t bytes,
                           JobWork<T> work) {
  CO_TRY(
      const auto written,
      co_await commit(writer, std::make_unique<JobWrite<T>>(statements, bytes, std::move(work))));
  co_return written->take();
}

}  // namespace vitrine::store::sqlite
