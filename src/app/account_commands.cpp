#include "app/account_commands.h"

#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "accounts/account_store.h"
#include "accounts/api_keys.h"
#include "accounts/name_rules.h"
#include "app/store_rooms.h"
#include "crypto/token.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/iso_time.h"
#include "runtime/task.h"
#include "runtime/task_group.h"
#include "store/redis/account_store.h"
#include "store/sqlite/account_rows.h"
#include "store/sqlite/outside.h"

namespace vitrine::app {

namespace {

namespace rows = store::sqlite::account_rows;
using accounts::AccountStore;
using store::sqlite::Database;

constexpr std::size_t kPeopleShown = 100'000;

template <class T>
Task<void> keep(Task<Result<T>> task, Result<T>& kept) {
  kept = co_await std::move(task);
}

std::unexpected<Failure> misused(std::string sentence) {
  return fail(FailureKind::bad_request, std::move(sentence));
}

// The command's own thread has nothing else to do.
template <class T>
Result<T> wait_for(Task<Result<T>> task) {
  Result<T> result = fail(FailureKind::unavailable, "The store has not answered");
  std::exception_ptr thrown;
  EventLoop loop("command");
  loop.start();
  TaskGroup group([&thrown](const std::string&, const std::exception_ptr& what) { thrown = what; });
  group.start(loop.executor(), "command", keep(std::move(task), result));
  group.wait();
  loop.finish();
  if (thrown) std::rethrow_exception(thrown);
  return result;
}

// On the store of the configuration: in the file itself, or on Redis.
template <class T>
Result<T> in_store(const Config& config,
                   const std::function<Result<T>(Database&)>& in_file,
                   const std::function<Task<Result<T>>(accounts::AccountStore&)>& on_redis) {
  if (const auto file = sqlite_file(config)) {
    std::optional<T> value;
    TRY_VOID(store::sqlite::run_outside(*file, [&](Database& database) -> Result<void> {
      TRY(value, in_file(database));
      return {};
    }));
    return *std::move(value);
  }
  TRY(const auto address, store::redis::parse_redis_address(config.store));
  store::redis::AccountStore store({.address = address});
  return wait_for(on_redis(store));
}

std::string shown_time(const std::optional<WallTime>& time) {
  return time ? iso_time(*time) : "-";
}

Result<void> create_key(const Config& config, const std::string& name, const std::string& scopes) {
  const auto parsed = accounts::parse_scopes(scopes);
  if (!parsed) return misused("--scopes: " + parsed.error().message);
  const auto made = accounts::new_key(name, *parsed, SystemClock().wall(), crypto::random_bytes);
  if (!made) return misused(made.error().message);
  const auto hash = accounts::hash_token(made->text);
  const auto keys_max = config.accounts.keys.keys_max;
  TRY(const bool added,
      in_store<bool>(
          config,
          [&](Database& database) { return rows::add_key(database, made->key, hash, keys_max); },
          [&](AccountStore& store) { return store.add_key(made->key, hash, keys_max); }));
  if (!added) return misused("There are as many keys as `accounts.keys` allows; revoke one");
  std::cout << made->text << "\n";
  std::cerr << "key " << made->key.id << " for " << made->key.scopes.text()
            << "; it is not shown again\n";
  return {};
}

Result<void> list_keys(const Config& config) {
  TRY(const auto all,
      in_store<std::vector<accounts::ApiKey>>(
          config,
          [](Database& database) { return rows::keys(database); },
          [](AccountStore& store) { return store.keys(); }));
  std::cout << fmt::format("{:16}  {:20}  {:20}  {:20}  {:24}  {}\n",
                           "id",
                           "created",
                           "last used",
                           "revoked",
                           "scopes",
                           "name");
  for (const auto& key : all) {
    std::cout << fmt::format("{:16}  {:20}  {:20}  {:20}  {:24}  {}\n",
                             key.id,
                             iso_time(key.created),
                             shown_time(key.used),
                             shown_time(key.revoked),
                             key.scopes.text(),
                             key.name);
  }
  return {};
}

Result<void> revoke_key(const Config& config, const std::string& id) {
  const auto now = SystemClock().wall();
  TRY(const bool there,
      in_store<bool>(
          config,
          [&](Database& database) { return rows::revoke_key(database, id, now); },
          [&](AccountStore& store) { return store.revoke_key(id, now); }));
  if (!there) return misused("There is no key " + id + "; `vitrine key list` shows all");
  std::cout << "revoked; a server that runs takes two seconds to notice\n";
  return {};
}

Result<void> list_people(const Config& config) {
  TRY(const auto all,
      in_store<std::vector<accounts::Person>>(
          config,
          [](Database& database) { return rows::people(database, kPeopleShown); },
          [](AccountStore& store) { return store.people(kPeopleShown); }));
  for (const auto& person : all) {
    std::cout << fmt::format(
        "{}  {:8}  {}\n", iso_time(person.created), accounts::name(person.role), person.name);
  }
  return {};
}

Result<void> set_role(const Config& config, const std::string& name, const std::string& role) {
  const auto wanted = accounts::role_named(role);
  if (!wanted) return misused("\"" + role + "\" is no role; there are viewer and operator");
  const auto folded = accounts::fold_name(name);
  TRY(const bool there,
      in_store<bool>(
          config,
          [&](Database& database) { return rows::set_role(database, folded, *wanted); },
          [&](AccountStore& store) { return store.set_role(folded, *wanted); }));
  if (!there) return misused("Nobody is called \"" + name + "\"");
  std::cout << name << " is " << role << " now\n";
  return {};
}

}  // namespace

Result<void> run_key_command(const Config& config, const Arguments& arguments) {
  const auto& words = arguments.operands;
  const auto scopes = arguments.own.find("scopes");
  if (words.size() == 2 && words[0] == "create" && scopes != arguments.own.end()) {
    return create_key(config, words[1], scopes->second);
  }
  if (words.size() == 1 && words[0] == "list") return list_keys(config);
  if (words.size() == 2 && words[0] == "revoke") return revoke_key(config, words[1]);
  return misused("use create NAME --scopes purchases:write, list, or revoke ID");
}

Result<void> run_account_command(const Config& config, const Arguments& arguments) {
  const auto& words = arguments.operands;
  if (words.size() == 1 && words[0] == "list") return list_people(config);
  if (words.size() == 3 && words[0] == "role") return set_role(config, words[1], words[2]);
  return misused("use list, or role NAME viewer|operator");
}

}  // namespace vitrine::app
