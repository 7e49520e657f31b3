// A change that a thread waits for; see Writer::call.
#pragma once

#include <exception>
#include <functional>
#include <future>
#include <utility>

#include "store/sqlite/change.h"

namespace vitrine::store::sqlite {

// `done` outlives it. Carries back what the work throws.
class Call final : public Change {
 public:
  Call(std::function<Result<void>(Database&)> work,
       std::function<void(bool)> outcome,
       std::promise<Result<void>>& done)
      : Change(Statements::several, 0),
        work_(std::move(work)),
        outcome_(std::move(outcome)),
        done_(done) {}

  Result<void> apply(Database& database) override {
    try {
      return work_(database);
    } catch (...) {
      thrown_ = std::current_exception();
      return fail(FailureKind::unavailable, "The store could not do this");
    }
  }

  void committed() noexcept override {
    if (outcome_) outcome_(true);
    done_.set_value({});
  }

  void failed(const Failure& failure) noexcept override {
    if (outcome_) outcome_(false);
    if (thrown_) {
      done_.set_exception(thrown_);
    } else {
      done_.set_value(std::unexpected(failure));
    }
  }

 private:
  std::function<Result<void>(Database&)> work_;
  std::function<void(bool)> outcome_;
  std::promise<Result<void>>& done_;
  std::exception_ptr thrown_;
};

}  // namespace vitrine::store::sqlite
