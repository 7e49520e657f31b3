// Origins that do as the test says: serve, change, stall, fail; and count what they are asked.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "cache/gate.h"
#include "delivery/original_fetcher.h"

namespace vitrine::testing {

// Lives on: any thread (mutex).
class ScriptedOrigin final : public delivery::OriginalFetcher {
 public:
  Task<Result<origin::Fetched>> fetch(origin::Source source, origin::Validators have) override;

  std::size_t fetching() const override { return 0; }

  // An empty etag: this origin sends no validators.
  void serve(const std::string& address, std::string bytes, std::string etag = {});
  void fail(const std::string& address, FailureKind kind);
  // Answers nobody until the gate is opened. What it answers then is what it served when asked.
  Gate& stall(const std::string& address);

  // Questions, conditional or not.
  std::size_t asked(const std::string& address) const;
  // Answers with bytes.
  std::size_t sent(const std::string& address) const;

 private:
  struct Script {
    SharedBytes bytes;
    origin::Validators validators;
    std::optional<FailureKind> failure;
    Gate* gate = nullptr;
    std::size_t asked = 0;
    std::size_t sent = 0;
  };

  Script ask(const std::string& address);

  mutable std::mutex mutex_;
  std::map<std::string, Script> scripts_;
  std::map<std::string, Gate> gates_;
};

}  // namespace vitrine::testing
