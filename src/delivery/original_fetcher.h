// How delivery asks for originals: origin::Origins in the service, a script in tests.
#pragma once

#include <cstddef>

#include "failure/result.h"
#include "origin/origins.h"
#include "origin/source.h"
#include "runtime/task.h"

namespace vitrine::delivery {

// Any thread may call. See origin::Origins for what fails, and how.
class OriginalFetcher {
 public:
  virtual ~OriginalFetcher() = default;

  virtual Task<Result<origin::Fetched>> fetch(origin::Source source, origin::Validators have) = 0;
  // How many fetches run and wait.
  virtual std::size_t fetching() const = 0;
};

// Lives on: any thread.
class OriginsFetcher final : public OriginalFetcher {
 public:
  explicit OriginsFetcher(origin::Origins& origins) : origins_(origins) {}

  Task<Result<origin::Fetched>> fetch(origin::Source source, origin::Validators have) override;
  std::size_t fetching() const override;

 private:
  origin::Origins& origins_;
};

}  // namespace vitrine::delivery
