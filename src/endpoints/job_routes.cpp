#include "endpoints/job_routes.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "endpoints/job_json.h"

namespace vitrine::endpoints {

namespace {

constexpr std::uint64_t kWaitSecondsMax = 60;
constexpr std::uint64_t kShown = 100;
constexpr std::uint64_t kShownMax = 1000;

http::Response json_answer(int status, std::string json) {
  auto response = http::Response::json(status, std::move(json) + "\n");
  response.header("Cache-Control", "no-store");
  return response;
}

struct Range {
  std::uint64_t otherwise;
  std::uint64_t most;
};

Result<std::uint64_t> number_of(const http::Request& request, std::string_view name, Range range) {
  const auto text = request.query_parameter(name);
  if (!text) return range.otherwise;
  std::uint64_t number = 0;
  const auto* const last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, number);
  if (error != std::errc() || end != last || number > range.most) {
    return fail(FailureKind::bad_request,
                fmt::format("{} is a whole number from 0 to {}", name, range.most));
  }
  return number;
}

constexpr const char* kUnknown = "There is no job with this id (any more)";

}  // namespace

Result<std::chrono::milliseconds> wait_of(const http::Request& request) {
  TRY(const auto seconds, number_of(request, "wait", {0, kWaitSecondsMax}));
  return std::chrono::seconds(seconds);
}

void JobRoutes::add_public_routes(http::Router& router, const Access& access) {
  add(router, &access);
}

void JobRoutes::add_operator_routes(http::Router& router) {
  add(router, nullptr);
}

void JobRoutes::add(http::Router& router, const Access* access) {
  using accounts::Right;
  using http::Method;
  const auto guarded = [access](Right right, http::Handler handler) -> http::Handler {
    if (access == nullptr) return handler;
    return access->guarded(right, std::move(handler));
  };
  router.add(
      Method::get, "/jobs/{id}", [this](const http::Request& request) { return job(request); });
  router.add(Method::get, "/queues", guarded(Right::view, [this](const http::Request& request) {
               return queues(request);
             }));

  struct Row {
    Method method;
    const char* pattern;
    Act act;
    const char* refusal;
  };

  constexpr Row kRows[] = {
      {Method::post,
       "/jobs/{id}/retry",
       &jobs::Jobs::retry,
       "There is no failed or delayed job with this id"},
      {Method::post,
       "/jobs/{id}/cancel",
       &jobs::Jobs::cancel,
       "There is no job with this id that has not ended"},
      {Method::delete_,
       "/jobs/{id}",
       &jobs::Jobs::remove,
       "There is no job with this id that does not run"},
  };
  for (const auto& row : kRows) {
    router.add(row.method,
               row.pattern,
               guarded(Right::operate, [this, row](const http::Request& request) -> http::Answer {
                 return act(std::string(request.parameter("id")), row.act, row.refusal);
               }));
  }
}

http::Answer JobRoutes::job(const http::Request& request) {
  TRY(const auto wait, wait_of(request));
  return show_job(std::string(request.parameter("id")), wait);
}

Task<Result<http::Response>> JobRoutes::show_job(std::string id, std::chrono::milliseconds wait) {
  std::optional<jobs::Job> job;
  if (wait.count() == 0) {
    CO_TRY(job, co_await jobs_.look(std::move(id)));
  } else {
    CO_TRY(job, co_await jobs_.wait(std::move(id), wait));
  }
  if (!job) co_return fail(FailureKind::not_found, kUnknown);
  co_return json_answer(200, job_json(*job));
}

http::Answer JobRoutes::queues(const http::Request& request) {
  TRY(const auto offset, number_of(request, "offset", {0, 1'000'000'000}));
  TRY(const auto limit, number_of(request, "limit", {kShown, kShownMax}));
  return show_queues(offset, limit);
}

Task<Result<http::Response>> JobRoutes::show_queues(std::size_t offset, std::size_t limit) {
  CO_TRY(const auto status, co_await jobs_.overview());
  CO_TRY(const auto failed, co_await jobs_.failed(offset, limit));
  CO_TRY(const auto delayed, co_await jobs_.delayed(offset, limit));
  co_return json_answer(200, queues_json(status, failed, delayed));
}

Task<Result<http::Response>> JobRoutes::act(std::string id, Act act, const char* refusal) {
  CO_TRY(const bool done, co_await (jobs_.*act)(id));
  if (!done) co_return fail(FailureKind::not_found, refusal);
  CO_TRY(const auto job, co_await jobs_.look(std::move(id)));
  if (!job) co_return http::Response(204);
  co_return json_answer(200, job_json_for_operators(*job));
}

}  // namespace vitrine::endpoints
