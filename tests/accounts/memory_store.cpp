#include "accounts/memory_store.h"

#include <algorithm>

namespace vitrine::accounts {

Result<void> MemoryStore::here() const {
  if (away) return fail(FailureKind::unavailable, "The store is away");
  return {};
}

Task<Result<Added>> MemoryStore::add_person(Person person, AddRule rule) {
  CO_TRY_VOID(here());
  if (rule.only_first && !people_.empty()) co_return Added::not_first;
  if (people_.contains(person.folded)) co_return Added::taken;
  if (people_.size() >= rule.people_max) co_return Added::full;
  people_[person.folded] = person;
  co_return Added::yes;
}

Task<Result<bool>> MemoryStore::has_people() {
  CO_TRY_VOID(here());
  co_return !people_.empty();
}

Task<Result<std::optional<Person>>> MemoryStore::person_named(std::string folded) {
  CO_TRY_VOID(here());
  const auto found = people_.find(folded);
  co_return found == people_.end() ? std::nullopt : std::optional(found->second);
}

Task<Result<std::vector<Person>>> MemoryStore::people(std::size_t limit) {
  CO_TRY_VOID(here());
  std::vector<Person> all;
  for (const auto& [folded, person] : people_) {
    if (all.size() < limit) all.push_back(person);
  }
  co_return all;
}

Task<Result<bool>> MemoryStore::set_role(std::string folded, Role role) {
  CO_TRY_VOID(here());
  const auto found = people_.find(folded);
  if (found == people_.end()) co_return false;
  found->second.role = role;
  co_return true;
}

Task<Result<void>> MemoryStore::replace_password(std::string person,
                                                 std::string before,
                                                 std::string after) {
  CO_TRY_VOID(here());
  for (auto& [folded, known] : people_) {
    if (known.id == person && known.password == before) known.password = after;
  }
  co_return Result<void>();
}

std::vector<Session> MemoryStore::sessions_of(const std::string& person) const {
  std::vector<Session> theirs;
  for (const auto& [id, session] : sessions_) {
    if (session.person == person) theirs.push_back(session);
  }
  std::ranges::sort(theirs, std::greater(), &Session::seen);
  return theirs;
}

void MemoryStore::add_tokens(const std::string& session, const TokenPair& tokens) {
  tokens_[tokens.session] = {.session = session, .refreshes = false};
  tokens_[tokens.refresh] = {.session = session, .refreshes = true};
}

Task<Result<void>> MemoryStore::open_session(Session session,
                                             TokenPair tokens,
                                             std::size_t sessions_max) {
  CO_TRY_VOID(here());
  std::vector<std::string> over;
  for (const auto& [id, old] : sessions_) {
    if (old.ends <= session.created) over.push_back(id);
  }
  for (const auto& id : over) end(id);
  auto theirs = sessions_of(session.person);
  std::ranges::sort(theirs, {}, &Session::created);
  for (std::size_t i = 0; i + sessions_max <= theirs.size(); ++i) end(theirs[i].id);
  add_tokens(session.id, tokens);
  sessions_[session.id] = session;
  co_return Result<void>();
}

LiveSession MemoryStore::live(const Session& session, const Token& token) const {
  for (const auto& [folded, person] : people_) {
    if (person.id == session.person) return {session, person.name, person.role, token.spent};
  }
  return {};
}

Task<Result<RefreshAnswer>> MemoryStore::refresh(RefreshUse use) {
  CO_TRY_VOID(here());
  const auto found = tokens_.find(use.used);
  if (found == tokens_.end() || !found->second.refreshes) co_return RefreshAnswer{};
  auto& session = sessions_.at(found->second.session);
  if (use.now >= session.ends) co_return RefreshAnswer{};
  const auto unspent = std::ranges::count_if(tokens_, [&](const auto& entry) {
    const Token& token = entry.second;
    return token.session == session.id && token.refreshes && !token.spent;
  });
  const auto verdict =
      judge_refresh(found->second.spent, static_cast<std::size_t>(unspent), use.now, use.rules);
  auto shown = live(session, found->second);
  if (verdict == Refresh::reused) {
    end(session.id);
    co_return RefreshAnswer{Refreshed::reused, shown};
  }
  if (verdict == Refresh::refused) co_return RefreshAnswer{Refreshed::refused, shown};
  if (verdict == Refresh::fresh) {
    for (auto& [hash, token] : tokens_) {
      if (token.session == session.id && !token.spent) token.spent = use.now;
    }
  }
  session.seen = use.now;
  session.ends = end_of(session.created, use.now, use.rules);
  add_tokens(session.id, use.next);
  co_return RefreshAnswer{Refreshed::yes, live(session, {})};
}

Task<Result<std::optional<LiveSession>>> MemoryStore::session_of(TokenHash token) {
  ++lookups;
  CO_TRY_VOID(here());
  const auto found = tokens_.find(token);
  if (found == tokens_.end() || found->second.refreshes) co_return std::nullopt;
  co_return live(sessions_.at(found->second.session), found->second);
}

Task<Result<std::optional<Session>>> MemoryStore::session_of_any(TokenHash token) {
  CO_TRY_VOID(here());
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) co_return std::nullopt;
  co_return sessions_.at(found->second.session);
}

Task<Result<void>> MemoryStore::touch_session(std::string session, WallTime seen) {
  ++touches;
  CO_TRY_VOID(here());
  if (read_only) co_return fail(FailureKind::unavailable, "The disk is full");
  const auto found = sessions_.find(session);
  if (found != sessions_.end()) found->second.seen = std::max(found->second.seen, seen);
  co_return Result<void>();
}

Task<Result<std::vector<Session>>> MemoryStore::sessions(std::string person, WallTime now) {
  CO_TRY_VOID(here());
  auto theirs = sessions_of(person);
  std::erase_if(theirs, [now](const Session& session) { return now >= session.ends; });
  co_return theirs;
}

void MemoryStore::end(const std::string& session) {
  const std::string id = session;
  sessions_.erase(id);
  std::erase_if(tokens_, [&](const auto& entry) { return entry.second.session == id; });
}

Task<Result<bool>> MemoryStore::end_session(std::string person, std::string session) {
  CO_TRY_VOID(here());
  const auto found = sessions_.find(session);
  if (found == sessions_.end() || found->second.person != person) co_return false;
  end(session);
  co_return true;
}

Task<Result<bool>> MemoryStore::add_key(ApiKey key, TokenHash token, std::size_t keys_max) {
  CO_TRY_VOID(here());
  const auto good = std::ranges::count_if(
      keys_, [](const auto& entry) { return !entry.second.revoked.has_value(); });
  if (static_cast<std::size_t>(good) >= keys_max) co_return false;
  key_ids_[token] = key.id;
  keys_[key.id] = key;
  co_return true;
}

Task<Result<std::optional<ApiKey>>> MemoryStore::key_of(TokenHash token) {
  ++lookups;
  CO_TRY_VOID(here());
  const auto found = key_ids_.find(token);
  if (found == key_ids_.end()) co_return std::nullopt;
  co_return keys_.at(found->second);
}

Task<Result<std::vector<ApiKey>>> MemoryStore::keys() {
  CO_TRY_VOID(here());
  std::vector<ApiKey> all;
  for (const auto& [id, key] : keys_) all.push_back(key);
  std::ranges::sort(all, std::greater(), &ApiKey::created);
  co_return all;
}

Task<Result<bool>> MemoryStore::revoke_key(std::string key, WallTime now) {
  CO_TRY_VOID(here());
  const auto found = keys_.find(key);
  if (found == keys_.end()) co_return false;
  if (!found->second.revoked) found->second.revoked = now;
  co_return true;
}

Task<Result<void>> MemoryStore::touch_key(std::string key, WallTime used) {
  ++touches;
  CO_TRY_VOID(here());
  if (read_only) co_return fail(FailureKind::unavailable, "The disk is full");
  const auto found = keys_.find(key);
  if (found != keys_.end()) found->second.used = used;
  co_return Result<void>();
}

}  // namespace vitrine::accounts
