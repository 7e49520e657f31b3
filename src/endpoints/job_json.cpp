#include "endpoints/job_json.h"

#include <algorithm>
#include <optional>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "runtime/iso_time.h"

namespace vitrine::endpoints {

namespace {

namespace json = boost::json;

void add_time(json::object& object, const char* name, const std::optional<WallTime>& time) {
  if (time) object[name] = iso_time(*time);
}

json::object object_of(const jobs::Job& job) {
  // What another program has put in is known by what its worker says, and has no id of ours.
  const bool is_ours = !job.id.empty();
  json::object object;
  if (is_ours) object["id"] = job.id;
  object["kind"] = job.kind;
  object["state"] = std::string(jobs::name(job.state));
  if (is_ours) {
    object["attempts"] = job.attempts;
    object["attempts_max"] = job.attempts_max;
  }
  if (job.state == jobs::State::waiting) object["ahead"] = job.ahead;
  if (is_ours && job.state == jobs::State::running) {
    object["progress"] = {{"percent", job.progress.percent}, {"word", job.progress.word}};
    if (job.cancel_asked) object["cancel_asked"] = true;
  }
  if (job.leases_lost > 0) object["leases_lost"] = job.leases_lost;
  if (job.error) {
    object["error"] = {{"kind", job.error->kind}, {"message", job.error->sentence}};
  }
  if (job.state == jobs::State::done && !job.result.empty()) object["result"] = job.result;
  if (is_ours) object["created"] = iso_time(job.created);
  add_time(object, "not_before", job.not_before);
  add_time(object, "started", job.started);
  add_time(object, "ended", job.ended);
  return object;
}

json::object whole_object_of(const jobs::Job& job) {
  auto object = object_of(job);
  object["queue"] = job.queue;
  object["arguments"] = job.arguments;
  if (!job.worker.empty()) object["worker"] = job.worker;
  return object;
}

json::object page_of(const jobs::JobPage& page) {
  json::array all;
  for (const auto& job : page.jobs) all.push_back(whole_object_of(job));
  return {{"total", page.total}, {"jobs", std::move(all)}};
}

json::array queues_of(const jobs::Overview& overview) {
  json::array queues;
  for (const auto& queue : overview.queues) {
    queues.push_back(json::object{{"name", queue.name}, {"waiting", queue.waiting}});
  }
  return queues;
}

json::array workers_of(const jobs::Overview& overview) {
  json::array workers;
  for (const auto& worker : overview.workers) {
    json::object object = {
        {"name", worker.place.name},
        {"queues", json::array(worker.place.queues.begin(), worker.place.queues.end())},
        {"since", iso_time(worker.place.since)}};
    object["job"] = worker.job ? json::value(whole_object_of(*worker.job)) : json::value(nullptr);
    workers.push_back(std::move(object));
  }
  return workers;
}

}  // namespace

std::string job_json(const jobs::Job& job) {
  return json::serialize(object_of(job));
}

std::string job_json_for_operators(const jobs::Job& job) {
  return json::serialize(whole_object_of(job));
}

std::string queues_json(const jobs::Jobs::Status& status,
                        const jobs::JobPage& failed,
                        const jobs::JobPage& delayed) {
  const auto& overview = status.overview;
  const auto& rates = status.last_minute;
  return json::serialize(json::object{
      {"queues", queues_of(overview)},
      {"workers", workers_of(overview)},
      {"paused", overview.paused},
      {"processed", overview.processed_total},
      {"failed_total", overview.failed_total},
      {"last_minute", {{"begun", rates.begun}, {"done", rates.done}, {"failed", rates.failed}}},
      {"failed", page_of(failed)},
      {"delayed", page_of(delayed)}});
}

std::string queues_summary_json(const jobs::Jobs::Status& status) {
  const auto& overview = status.overview;
  const auto& rates = status.last_minute;
  const auto busy = std::ranges::count_if(
      overview.workers, [](const jobs::WorkerView& worker) { return worker.job.has_value(); });
  return json::serialize(json::object{
      {"queues", queues_of(overview)},
      {"workers", {{"all", overview.workers.size()}, {"busy", busy}}},
      {"delayed", overview.delayed},
      {"failed", overview.failed},
      {"processed", overview.processed_total},
      {"paused", overview.paused},
      {"last_minute", {{"begun", rates.begun}, {"done", rates.done}, {"failed", rates.failed}}}});
}

}  // namespace vitrine::endpoints
