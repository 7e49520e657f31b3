#include "jobs/run.h"

#include <algorithm>

namespace vitrine::jobs {

namespace {

constexpr std::size_t kWordBytesMax = 64;

}  // namespace

void JobRun::progress(int percent, std::string word) {
  if (word.size() > kWordBytesMax) word.resize(kWordBytesMax);
  {
    const std::scoped_lock lock(mutex_);
    progress_ = {.percent = std::clamp(percent, 0, 100), .word = std::move(word)};
  }
  on_progress_();
}

void JobRun::cancel(Held reason) {
  if (!cancelled_.exchange(true)) reason_ = reason;
}

std::optional<Progress> JobRun::take_progress() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(progress_, std::nullopt);
}

void Runs::add(std::shared_ptr<JobRun> run) {
  const std::scoped_lock lock(mutex_);
  auto& place = runs_[run->reserved().lease.worker];
  place = std::move(run);
}

bool Runs::remove(const JobRun& run) {
  const std::scoped_lock lock(mutex_);
  const auto found = runs_.find(run.reserved().lease.worker);
  if (found == runs_.end() || found->second.get() != &run) return false;
  runs_.erase(found);
  return true;
}

std::vector<std::shared_ptr<JobRun>> Runs::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<JobRun>> all;
  all.reserve(runs_.size());
  for (const auto& [worker, run] : runs_) all.push_back(run);
  return all;
}

std::size_t Runs::size() const {
  const std::scoped_lock lock(mutex_);
  return runs_.size();
}

std::shared_ptr<JobRun> Runs::of(const JobId& id) const {
  const std::scoped_lock lock(mutex_);
  const auto found =
      std::ranges::find_if(runs_, [&](const auto& one) { return one.second->id() == id; });
  return found == runs_.end() ? nullptr : found->second;
}

}  // namespace vitrine::jobs
