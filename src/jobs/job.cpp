#include "jobs/job.h"

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/token.h"

namespace vitrine::jobs {

namespace {

constexpr std::size_t kNameBytesMax = 64;

constexpr std::array kStates = {
    std::pair{State::waiting, std::string_view("waiting")},
    std::pair{State::delayed, std::string_view("delayed")},
    std::pair{State::running, std::string_view("running")},
    std::pair{State::done, std::string_view("done")},
    std::pair{State::failed, std::string_view("failed")},
    std::pair{State::cancelled, std::string_view("cancelled")},
};

bool is_name_sign(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') || sign == '_' || sign == '-' || sign == '.';
}

}  // namespace

JobId new_job_id(const Random& random) {
  return crypto::base64url(random(16));
}

std::string_view name(State state) {
  const auto* found = std::ranges::find(kStates, state, [](const auto& one) { return one.first; });
  return found == kStates.end() ? "unknown" : found->second;
}

std::optional<State> state_named(std::string_view text) {
  const auto* found = std::ranges::find(kStates, text, [](const auto& one) { return one.second; });
  if (found == kStates.end()) return std::nullopt;
  return found->first;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax && std::ranges::all_of(text, is_name_sign);
}

State first_state(const NewJob& job, WallTime now) {
  return job.not_before && *job.not_before > now ? State::delayed : State::waiting;
}

}  // namespace vitrine::jobs
