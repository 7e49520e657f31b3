#include "store/redis/account_replies.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::store::redis {

namespace {

WallTime time_in(std::string_view digits) {
  std::int64_t milliseconds = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds);
  return WallTime(std::chrono::milliseconds(milliseconds));
}

std::optional<WallTime> maybe_time_in(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  return time_in(digits);
}

}  // namespace

accounts::Person person_in(const ReplyView& row) {
  accounts::Person person;
  person.id = row[0].text();
  person.folded = row[1].text();
  person.name = row[2].text();
  person.password = row[3].text();
  person.role = accounts::role_named(row[4].text()).value_or(accounts::Role::viewer);
  person.created = time_in(row[5].text());
  return person;
}

accounts::Session session_in(const ReplyView& row, std::size_t before) {
  accounts::Session session;
  session.id = row[before].text();
  session.person = row[before + 1].text();
  session.created = time_in(row[before + 2].text());
  session.seen = time_in(row[before + 3].text());
  session.ends = time_in(row[before + 4].text());
  session.address = row[before + 5].text();
  session.agent = row[before + 6].text();
  return session;
}

accounts::LiveSession live_in(const ReplyView& row, std::size_t before) {
  accounts::LiveSession live;
  live.session = session_in(row, before);
  live.name = row[before + 7].text();
  live.role = accounts::role_named(row[before + 8].text()).value_or(accounts::Role::viewer);
  live.spent = maybe_time_in(row[before + 9].text());
  return live;
}

accounts::ApiKey key_in(const ReplyView& row) {
  accounts::ApiKey key;
  key.id = row[0].text();
  key.name = row[1].text();
  key.scopes = accounts::parse_scopes(row[2].text()).value_or(accounts::Scopes());
  key.created = time_in(row[3].text());
  key.used = maybe_time_in(row[4].text());
  key.revoked = maybe_time_in(row[5].text());
  return key;
}

}  // namespace vitrine::store::redis
