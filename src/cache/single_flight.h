// Many callers, one piece of work: whoever asks for a key while its work is under way gets the same
// answer, failure or value. The work belongs to nobody: when the caller that started it goes away, the
// others still get their answer.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "failure/result.h"
#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::cache {

// T is copyable and cheap to copy (a shared_ptr, a small struct of them).
// Lives on: any thread (mutex). Callers may be on different event loops; each resumes on its own.
template <class T>
class SingleFlight {
 public:
  explicit SingleFlight(TaskGroup& tasks);

  // `work` is called at most once per flight, on the loop of the caller that started it.
  // An exception out of `work` is thrown to every caller.
  Task<Result<T>> run(std::string key, std::function<Task<Result<T>>()> work);
  std::size_t flying() const;

 private:
  struct Flight;
  struct State;
  TaskGroup& tasks_;
  std::shared_ptr<State> state_;
};

}  // namespace vitrine::cache
