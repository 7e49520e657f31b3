// A sink for tests: refuses at the first '!', else answers with what it was given.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "http/router.h"

namespace vitrine::http::testing {

class CollectingSink final : public BodySink {
 public:
  // `waits`: takes each piece in a task. `alive` counts sinks.
  CollectingSink(const Request& request, bool waits, std::shared_ptr<int> alive)
      : request_(request), waits_(waits), alive_(std::move(alive)) {
    ++*alive_;
  }

  ~CollectingSink() override { --*alive_; }

  Taken take(std::string_view bytes) override {
    if (waits_) return later(bytes);
    return now(bytes);
  }

  Answer answer() override {
    return Response::text(200, std::string(request_.target) + '[' + text_ + ']');
  }

 private:
  Result<void> now(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '!') return fail(FailureKind::media_type, "Refused behind " + text_);
      if (c == '?') throw std::runtime_error("broken");
      text_ += c;
    }
    return {};
  }

  Task<Result<void>> later(std::string_view bytes) { co_return now(bytes); }

  const Request& request_;
  const bool waits_;
  std::shared_ptr<int> alive_;
  std::string text_;
};

// Routes /now and /later, which take 100 bytes, and /closed, which refuses every body.
inline void add_sinks(Router& router, std::shared_ptr<int> alive) {
  for (const bool waits : {false, true}) {
    router.add(
        Method::post,
        waits ? "/later" : "/now",
        nullptr,
        {.body_bytes_max = 100,
         .open_sink = [waits, alive](const Request& request) -> Result<std::unique_ptr<BodySink>> {
           return std::make_unique<CollectingSink>(request, waits, alive);
         }});
  }
  router.add(
      Method::post,
      "/closed",
      nullptr,
      {.body_bytes_max = 100, .open_sink = [](const Request&) -> Result<std::unique_ptr<BodySink>> {
         return fail(FailureKind::busy, "Nothing more is taken");
       }});
}

}  // namespace vitrine::http::testing
