#include "store/sqlite/account_store.h"

#include <memory>
#include <utility>

#include "store/sqlite/account_rows.h"
#include "store/sqlite/commit.h"
#include "store/sqlite/session_rows.h"

namespace vitrine::store::sqlite {

namespace {

using accounts::ApiKey;
using accounts::LiveSession;
using accounts::Person;
using accounts::Session;
using accounts::TokenHash;

// Questions that wait; more come only from somebody who makes up tokens.
constexpr std::size_t kLookupsMax = 1000;
// About what a change of these tables holds.
constexpr std::size_t kChangeBytes = 512;

struct Nothing {};

// A change made of a function, which gives something back.
template <class T>
class Write final : public Change {
 public:
  explicit Write(std::function<Result<T>(Database&)> work)
      : Change(Statements::several, kChangeBytes), work_(std::move(work)) {}

  Result<void> apply(Database& database) override {
    TRY(value_, work_(database));
    return {};
  }

  T take() { return std::move(*value_); }

 private:
  std::function<Result<T>(Database&)> work_;
  std::optional<T> value_;
};

template <class T>
Task<Result<T>> write(Writer& writer, std::function<Result<T>(Database&)> work) {
  CO_TRY(const auto written, co_await commit(writer, std::make_unique<Write<T>>(std::move(work))));
  co_return written->take();
}

Task<Result<void>> write_only(Writer& writer, std::function<Result<void>(Database&)> work) {
  CO_TRY_VOID(co_await write<Nothing>(
      writer, [work = std::move(work)](Database& database) -> Result<Nothing> {
        TRY_VOID(work(database));
        return Nothing{};
      }));
  co_return Result<void>();
}

}  // namespace

AccountStore::AccountStore(Writer& writer)
    : writer_(writer), lookups_(writer.file(), "accounts", kLookupsMax) {
}

Task<Result<accounts::Added>> AccountStore::add_person(Person person, accounts::AddRule rule) {
  return write<accounts::Added>(writer_, [person = std::move(person), rule](Database& database) {
    return account_rows::add_person(database, person, rule);
  });
}

Task<Result<bool>> AccountStore::has_people() {
  return lookups_.ask<bool>([](Database& database) { return account_rows::has_people(database); });
}

Task<Result<std::optional<Person>>> AccountStore::person_named(std::string folded) {
  return lookups_.ask<std::optional<Person>>([folded = std::move(folded)](Database& database) {
    return account_rows::person_named(database, folded);
  });
}

Task<Result<std::vector<Person>>> AccountStore::people(std::size_t limit) {
  return lookups_.ask<std::vector<Person>>(
      [limit](Database& database) { return account_rows::people(database, limit); });
}

Task<Result<bool>> AccountStore::set_role(std::string folded, accounts::Role role) {
  return write<bool>(writer_, [folded = std::move(folded), role](Database& database) {
    return account_rows::set_role(database, folded, role);
  });
}

Task<Result<void>> AccountStore::replace_password(std::string person,
                                                  std::string before,
                                                  std::string after) {
  return write_only(writer_,
                    [person = std::move(person),
                     before = std::move(before),
                     after = std::move(after)](Database& database) {
                      return account_rows::replace_password(database, person, before, after);
                    });
}

Task<Result<void>> AccountStore::open_session(Session session,
                                              accounts::TokenPair tokens,
                                              std::size_t sessions_max) {
  return write_only(
      writer_,
      [session = std::move(session), tokens = std::move(tokens), sessions_max](Database& database) {
        return session_rows::open(database, session, tokens, sessions_max);
      });
}

Task<Result<accounts::RefreshAnswer>> AccountStore::refresh(accounts::RefreshUse use) {
  return write<accounts::RefreshAnswer>(writer_, [use = std::move(use)](Database& database) {
    return session_rows::refresh(database, use);
  });
}

Task<Result<std::optional<LiveSession>>> AccountStore::session_of(TokenHash token) {
  return lookups_.ask<std::optional<LiveSession>>([token = std::move(token)](Database& database) {
    return session_rows::of_session_token(database, token);
  });
}

Task<Result<std::optional<Session>>> AccountStore::session_of_any(TokenHash token) {
  return lookups_.ask<std::optional<Session>>([token = std::move(token)](Database& database) {
    return session_rows::of_any_token(database, token);
  });
}

Task<Result<void>> AccountStore::touch_session(std::string session, WallTime seen) {
  return write_only(writer_, [session = std::move(session), seen](Database& database) {
    return session_rows::touch(database, session, seen);
  });
}

Task<Result<std::vector<Session>>> AccountStore::sessions(std::string person, WallTime now) {
  return lookups_.ask<std::vector<Session>>([person = std::move(person), now](Database& database) {
    return session_rows::of_person(database, person, now);
  });
}

Task<Result<bool>> AccountStore::end_session(std::string person, std::string session) {
  return write<bool>(
      writer_, [person = std::move(person), session = std::move(session)](Database& database) {
        return session_rows::end(database, person, session);
      });
}

Task<Result<bool>> AccountStore::add_key(ApiKey key, TokenHash token, std::size_t keys_max) {
  return write<bool>(
      writer_, [key = std::move(key), token = std::move(token), keys_max](Database& database) {
        return account_rows::add_key(database, key, token, keys_max);
      });
}

Task<Result<std::optional<ApiKey>>> AccountStore::key_of(TokenHash token) {
  return lookups_.ask<std::optional<ApiKey>>([token = std::move(token)](Database& database) {
    return account_rows::key_of(database, token);
  });
}

Task<Result<std::vector<ApiKey>>> AccountStore::keys() {
  return lookups_.ask<std::vector<ApiKey>>(
      [](Database& database) { return account_rows::keys(database); });
}

Task<Result<bool>> AccountStore::revoke_key(std::string key, WallTime now) {
  return write<bool>(writer_, [key = std::move(key), now](Database& database) {
    return account_rows::revoke_key(database, key, now);
  });
}

Task<Result<void>> AccountStore::touch_key(std::string key, WallTime used) {
  return write_only(writer_, [key = std::move(key), used](Database& database) {
    return account_rows::touch_key(database, key, used);
  });
}

}  // namespace vitrine::store::sqlite
