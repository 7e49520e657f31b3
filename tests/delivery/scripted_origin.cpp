#include "delivery/scripted_origin.h"

#include <utility>

namespace vitrine::testing {

Task<Result<origin::Fetched>> ScriptedOrigin::fetch(origin::Source source,
                                                    origin::Validators have) {
  const Script script = ask(source.address);
  if (script.gate != nullptr) co_await script.gate->wait();
  if (script.failure) {
    co_return vitrine::fail(*script.failure, "The scripted origin fails");
  }
  if (!script.bytes) co_return vitrine::fail(FailureKind::not_found, "There is no such original");
  const auto& etag = script.validators.etag;
  if (!etag.empty() && etag == have.etag) {
    co_return origin::Fetched{.unchanged = true, .bytes = nullptr, .validators = script.validators};
  }
  {
    const std::scoped_lock lock(mutex_);
    ++scripts_[source.address].sent;
  }
  co_return origin::Fetched{
      .unchanged = false, .bytes = script.bytes, .validators = script.validators};
}

void ScriptedOrigin::serve(const std::string& address, std::string bytes, std::string etag) {
  const std::scoped_lock lock(mutex_);
  Script& script = scripts_[address];
  script.bytes = share(std::move(bytes));
  script.validators = {.etag = std::move(etag), .last_modified = {}};
  script.failure.reset();
}

void ScriptedOrigin::fail(const std::string& address, FailureKind kind) {
  const std::scoped_lock lock(mutex_);
  scripts_[address].failure = kind;
}

Gate& ScriptedOrigin::stall(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  Gate& gate = gates_[address];
  scripts_[address].gate = &gate;
  return gate;
}

std::size_t ScriptedOrigin::asked(const std::string& address) const {
  const std::scoped_lock lock(mutex_);
  const auto found = scripts_.find(address);
  return found == scripts_.end() ? 0 : found->second.asked;
}

std::size_t ScriptedOrigin::sent(const std::string& address) const {
  const std::scoped_lock lock(mutex_);
  const auto found = scripts_.find(address);
  return found == scripts_.end() ? 0 : found->second.sent;
}

ScriptedOrigin::Script ScriptedOrigin::ask(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  Script& script = scripts_[address];
  ++script.asked;
  return script;
}

}  // namespace vitrine::testing
