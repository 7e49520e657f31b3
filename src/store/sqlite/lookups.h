// Reading on a thread and a connection of its own: small questions that shall be answered while the
// writer is busy, or while the disk is full. What was committed before a question is seen by it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "failure/result.h"
#include "runtime/admission.h"
#include "runtime/pool.h"
#include "runtime/run_on.h"
#include "runtime/task.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Lives on: any thread. Loops that await outlive it.
class Lookups {
 public:
  // Opens the file with the first question. `name` is that of the thread.
  Lookups(std::filesystem::path file, const std::string& name, std::size_t waiting_max);

  // busy: too much waits; unavailable: the file cannot be read, or is not there yet.
  template <class T>
  Task<Result<T>> ask(std::function<Result<T>(Database&)> question) {
    CO_TRY(const auto slot, admission_.enter());
    co_return co_await run_on(thread_, [this, question = std::move(question)]() -> Result<T> {
      TRY_VOID(open());
      return question(*database_);
    });
  }

 private:
  Result<void> open();

  const std::filesystem::path file_;
  Admission admission_;
  // The thread's only.
  std::unique_ptr<Database> database_;
  // Last, so that it ends before what it uses.
  Pool thread_;
};

}  // namespace vitrine::store::sqlite
