#include "accounts/sessions.h"

#include <algorithm>
#include <utility>

namespace vitrine::accounts {

namespace {

// 256 bits in base64url. What has another length is not looked up.
constexpr std::size_t kTokenBytes = 43;
// Uses are saved this often, so that a session does not cost a commit a page.
constexpr std::chrono::seconds kSeenEvery{60};

std::string cut(std::string text, std::size_t bytes_max) {
  if (text.size() > bytes_max) text.resize(bytes_max);
  return text;
}

observe::Counter& counter(observe::Metrics& metrics, const char* result) {
  return metrics.counter(
      "vitrine_accounts_refreshes_total", "Refresh tokens shown.", {{"result", result}});
}

std::unexpected<Refusal> not_signed_in() {
  return refuse(Refusal::Why::wrong, "The session has ended; log in again");
}

}  // namespace

Sessions::Sessions(SessionsConfig config,
                   AccountStore& store,
                   const Clock& clock,
                   Random random,
                   observe::Metrics& metrics,
                   observe::Log& log)
    : config_(config),
      store_(store),
      clock_(clock),
      random_(std::move(random)),
      log_(log),
      opened_(metrics.counter("vitrine_accounts_sessions_opened_total", "Sessions opened.")),
      refreshed_(counter(metrics, "refreshed")),
      refused_(counter(metrics, "refused")),
      reused_(counter(metrics, "reused")),
      known_(config.known_max, config.believed_for) {
}

WallTime Sessions::now() const {
  return to_milliseconds(clock_.wall());
}

SessionUser Sessions::user_of(const LiveSession& live) {
  return {live.session.person, live.session.id, live.name, live.role};
}

Task<Outcome<Admitted>> Sessions::open(Person person, Visitor visitor) {
  const auto opened_at = now();
  const auto ends = end_of(opened_at, opened_at, config_.rules);
  Session session{.id = new_id(random_),
                  .person = person.id,
                  .created = opened_at,
                  .seen = opened_at,
                  .ends = ends,
                  .address = cut(std::move(visitor.address), kAddressBytesMax),
                  .agent = cut(std::move(visitor.agent), kAgentBytesMax)};
  Admitted admitted{.session_token = new_token(random_),
                    .refresh_token = new_token(random_),
                    .refresh_for = std::chrono::floor<std::chrono::seconds>(ends - opened_at),
                    .user = {person.id, session.id, person.name, person.role}};
  TokenPair tokens{hash_token(admitted.session_token), hash_token(admitted.refresh_token)};
  CO_TRY_VOID(
      co_await store_.open_session(std::move(session), std::move(tokens), config_.sessions_max));
  // One of theirs may have been ended for it.
  known_.forget_if([&](const Known& known) { return known.live.session.person == person.id; });
  opened_.add();
  co_return admitted;
}

std::optional<SessionUser> Sessions::known(std::string_view token) {
  if (token.size() != kTokenBytes) return std::nullopt;
  const auto wall = clock_.wall();
  const auto found = known_.find(hash_token(token), clock_.steady(), wall, [&](const Known& known) {
    return is_live(known.live, known.seen, wall, config_.rules);
  });
  if (!found) return std::nullopt;
  return user_of(found->live);
}

Task<Result<std::optional<SessionUser>>> Sessions::find(std::string token) {
  if (token.size() != kTokenBytes) co_return std::nullopt;
  if (auto user = known(token)) co_return user;
  const auto hash = hash_token(token);
  const auto changes = known_.changes();
  CO_TRY(auto live, co_await store_.session_of(hash));
  const auto at = now();
  if (live) {
    const auto seen = std::max(live->session.seen, known_.seen(hash).value_or(WallTime::min()));
    if (!is_live(*live, seen, at, config_.rules)) live.reset();
  }
  if (!live) {
    known_.forget(hash);
    co_return std::nullopt;
  }
  if (at - live->session.seen >= std::min(kSeenEvery, config_.rules.idle_max / 4)) {
    // Without it the session ends early elsewhere; that is no reason to refuse it here.
    co_await store_.touch_session(live->session.id, at);
  }
  known_.keep(hash, {*live, at}, changes, clock_.steady());
  co_return user_of(*live);
}

Task<Outcome<Admitted>> Sessions::refresh(std::string refresh_token) {
  if (refresh_token.size() != kTokenBytes) co_return not_signed_in();
  const auto at = now();
  Admitted admitted{.session_token = new_token(random_),
                    .refresh_token = new_token(random_),
                    .refresh_for = {},
                    .user = {}};
  RefreshUse use{.used = hash_token(refresh_token),
                 .next = {hash_token(admitted.session_token), hash_token(admitted.refresh_token)},
                 .now = at,
                 .rules = config_.rules};
  CO_TRY(const auto answer, co_await store_.refresh(std::move(use)));
  if (answer.live) forget(answer.live->session.id);
  if (answer.result == Refreshed::reused) {
    reused_.add();
    log_.warning("accounts",
                 "a refresh token was used again after it had been spent; session " +
                     answer.live->session.id + " of person " + answer.live->session.person +
                     " has been ended");
  }
  if (answer.result == Refreshed::refused) {
    refused_.add();
    co_return refuse(Refusal::Why::throttled,
                     "The session was refreshed too often; try again in a moment",
                     std::chrono::seconds(5));
  }
  if (answer.result != Refreshed::yes) {
    if (answer.result == Refreshed::unknown) refused_.add();
    co_return not_signed_in();
  }
  refreshed_.add();
  admitted.refresh_for = std::chrono::floor<std::chrono::seconds>(answer.live->session.ends - at);
  admitted.user = user_of(*answer.live);
  co_return admitted;
}

Task<Result<std::vector<Session>>> Sessions::of(std::string person) {
  co_return co_await store_.sessions(std::move(person), now());
}

Task<Outcome<void>> Sessions::end(std::string person, std::string session) {
  CO_TRY(const bool ended, co_await end_at_store(std::move(person), std::move(session)));
  if (!ended) co_return refuse(Refusal::Why::missing, "You have no such session");
  co_return Outcome<void>();
}

Task<Result<void>> Sessions::log_out(std::string token) {
  if (token.size() != kTokenBytes) co_return Result<void>();
  CO_TRY(const auto session, co_await store_.session_of_any(hash_token(token)));
  if (session) CO_TRY_VOID(co_await end_at_store(session->person, session->id));
  co_return Result<void>();
}

Task<Result<bool>> Sessions::end_at_store(std::string person, std::string session) {
  auto ended = co_await store_.end_session(std::move(person), session);
  // Also when the store did not answer: it may have ended it all the same.
  forget(session);
  co_return ended;
}

void Sessions::forget(const std::string& session) {
  known_.forget_if([&](const Known& known) { return known.live.session.id == session; });
}

}  // namespace vitrine::accounts
