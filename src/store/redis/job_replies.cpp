#include "store/redis/job_replies.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "crypto/digest.h"
#include "store/redis/resque_text.h"

namespace vitrine::store::redis {

namespace {

using jobs::Job;
using jobs::State;

constexpr std::string_view kRecord = "record-";
constexpr std::size_t kRecordDigits = 24;

WallTime time_in(std::string_view milliseconds) {
  return WallTime(std::chrono::milliseconds(number_in(milliseconds)));
}

void set_text(Job& job, std::string_view text) {
  const auto read = read_resque_job(text);
  if (!read) return;
  job.kind = read->kind;
  job.arguments = arguments_without_id(read->arguments, job.id);
}

void set_field(Job& job, std::string_view name, std::string_view value) {
  if (name == "text")
    set_text(job, value);
  else if (name == "queue")
    job.queue = value;
  else if (name == "attempts")
    job.attempts = static_cast<std::uint32_t>(number_in(value));
  else if (name == "max")
    job.attempts_max = static_cast<std::uint32_t>(number_in(value));
  else if (name == "lost")
    job.leases_lost = static_cast<std::uint32_t>(number_in(value));
  else if (name == "created")
    job.created = time_in(value);
  else if (name == "due")
    job.not_before = time_in(value);
  else if (name == "started")
    job.started = time_in(value);
  else if (name == "ended")
    job.ended = time_in(value);
  else if (name == "result")
    job.result = value;
  else if (name == "percent")
    job.progress.percent = static_cast<int>(number_in(value));
  else if (name == "word")
    job.progress.word = value;
  else if (name == "wname")
    job.worker = value;
  else if (name == "cancel")
    job.cancel_asked = true;
}

// Fields that were right in another state stay in the hash.
void forget_old(Job& job) {
  if (job.state != State::running) {
    job.worker.clear();
    job.cancel_asked = false;
  }
  if (job.state != State::delayed) job.not_before.reset();
  if (!jobs::has_ended(job.state)) job.ended.reset();
  if (job.state == State::waiting || job.state == State::delayed) job.progress = {};
}

jobs::WorkerView worker_in(std::string_view full,
                           std::string_view doing,
                           std::string_view started) {
  jobs::WorkerView view;
  // host:process:queues, of which a host may have colons in it when it is not ours.
  const auto queues = full.rfind(':');
  view.place.name = full.substr(0, queues);
  auto rest = queues == std::string_view::npos ? std::string_view() : full.substr(queues + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    view.place.queues.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  view.place.since = WallTime(std::chrono::seconds(number_in(started)));
  const auto work = read_resque_work(doing);
  if (!work) return view;
  Job job;
  job.id = work->job.id;
  job.kind = work->job.kind;
  job.queue = work->queue;
  job.arguments = arguments_without_id(work->job.arguments, job.id);
  job.state = State::running;
  job.worker = view.place.name;
  job.started = work->since;
  view.job = std::move(job);
  return view;
}

}  // namespace

std::uint64_t number_in(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

jobs::JobId record_id(std::string_view record) {
  return std::string(kRecord) + crypto::hex(crypto::sha256(record)).substr(0, kRecordDigits);
}

Job job_in(const ReplyView& looked, const jobs::JobId& id) {
  Job job;
  job.id = id;
  job.state = jobs::state_named(looked[1].text()).value_or(State::waiting);
  job.ahead = std::min<std::size_t>(number_in(looked[2].text()), Job::kAheadMax);
  jobs::JobError error;
  for (std::size_t i = 3; i + 1 < looked.size(); i += 2) {
    const auto name = looked[i].text();
    const auto value = looked[i + 1].text();
    if (name == "error_kind") error.kind = value;
    if (name == "error") error.sentence = value;
    set_field(job, name, value);
  }
  if (!error.kind.empty()) job.error = std::move(error);
  forget_old(job);
  return job;
}

jobs::Overview overview_in(const ReplyView& reply) {
  jobs::Overview overview;
  const auto queues = reply[1];
  for (std::size_t i = 0; i + 1 < queues.size(); i += 2) {
    overview.queues.push_back({std::string(queues[i].text()), number_in(queues[i + 1].text())});
  }
  std::ranges::sort(overview.queues, {}, &jobs::QueueDepth::name);
  const auto workers = reply[2];
  for (std::size_t i = 0; i + 2 < workers.size(); i += 3) {
    overview.workers.push_back(
        worker_in(workers[i].text(), workers[i + 1].text(), workers[i + 2].text()));
  }
  overview.delayed = number_in(reply[3].text());
  overview.failed = number_in(reply[4].text());
  overview.processed_total = number_in(reply[5].text());
  overview.failed_total = number_in(reply[6].text());
  overview.paused = reply[7].text() == "1";
  return overview;
}

jobs::JobPage failed_in(const ReplyView& reply) {
  jobs::JobPage page{.jobs = {}, .total = number_in(reply[1].text())};
  for (std::size_t i = 2; i < reply.size(); ++i) {
    Job job;
    job.state = State::failed;
    const auto failure = read_resque_failure(reply[i].text());
    if (failure) {
      job.id = failure->job.id;
      job.kind = failure->job.kind;
      job.queue = failure->queue;
      job.arguments = arguments_without_id(failure->job.arguments, job.id);
      job.error = failure->error;
      job.worker = failure->worker;
      job.ended = failure->at;
    }
    if (job.id.empty()) job.id = record_id(reply[i].text());
    page.jobs.push_back(std::move(job));
  }
  return page;
}

jobs::JobPage delayed_in(const ReplyView& reply) {
  jobs::JobPage page{.jobs = {}, .total = number_in(reply[1].text())};
  for (std::size_t i = 2; i + 1 < reply.size(); i += 2) {
    Job job;
    job.state = State::delayed;
    job.not_before = WallTime(std::chrono::seconds(number_in(reply[i].text())));
    if (const auto read = read_resque_job(reply[i + 1].text())) {
      job.id = read->id;
      job.kind = read->kind;
      job.queue = read->queue;
      job.arguments = arguments_without_id(read->arguments, job.id);
    }
    page.jobs.push_back(std::move(job));
  }
  return page;
}

}  // namespace vitrine::store::redis
