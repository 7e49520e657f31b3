// What every accounts::AccountStore keeps to, whatever store it is. A store joins with one line in
// a file of its own:
//
//   INSTANTIATE_TEST_SUITE_P(Redis, AccountStoreConformance, ::testing::Values(redis_accounts()));
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "accounts/account_store.h"
#include "await/await.h"

namespace vitrine::conformance {

// One store's data. It outlives the stores that are opened on it, one after the other.
class AccountData {
 public:
  virtual ~AccountData() = default;
  // What it needs goes with it.
  virtual std::shared_ptr<accounts::AccountStore> open() = 0;
};

struct AccountStoreKind {
  std::string name;
  std::function<std::unique_ptr<AccountData>()> make;

  friend std::ostream& operator<<(std::ostream& out, const AccountStoreKind& kind) {
    return out << kind.name;
  }
};

class AccountStoreConformance : public ::testing::TestWithParam<AccountStoreKind> {
 protected:
  // Ends the store that is open, and opens it again.
  void restart();
  // A person of that name, added.
  accounts::Person person(const std::string& name);
  // A session of theirs, opened at `at`, with the tokens "s-ID" and "r-ID".
  accounts::Session session(const std::string& person, const std::string& id, WallTime at);
  accounts::RefreshAnswer refresh(const std::string& used, const std::string& next, WallTime at);
  std::optional<accounts::LiveSession> live(const std::string& token);

  template <class T>
  static T must(Task<Result<T>> task) {
    auto result = testing::await(std::move(task));
    if (!result) throw std::runtime_error(result.error().public_message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
  }

  static constexpr WallTime kStart{std::chrono::milliseconds{1'700'000'000'123}};
  static constexpr std::size_t kSessionsMax = 5;

  accounts::SessionRules rules_;
  std::unique_ptr<AccountData> data_ = GetParam().make();
  std::shared_ptr<accounts::AccountStore> store_ = data_->open();
};

}  // namespace vitrine::conformance
