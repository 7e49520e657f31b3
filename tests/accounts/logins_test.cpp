#include "accounts/logins.h"

#include <vector>

#include <gtest/gtest.h>

#include "accounts/room.h"

namespace vitrine::accounts {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::await;
using Why = Refusal::Why;

using LoginsRoom = Room;

class FirstOnly : public Room {
 protected:
  FirstOnly() : Room(cheap(Registration::first)) {}
};

class Closed : public Room {
 protected:
  Closed() : Room(cheap(Registration::closed)) {}
};

TEST_F(LoginsRoom, AdmitWhoHasRegistered) {
  const auto joined = join("Anna");
  ASSERT_TRUE(joined);
  EXPECT_EQ(joined->user.name, "Anna");
  EXPECT_EQ(joined->user.role, Role::viewer);
  EXPECT_EQ(who(joined->session_token), "Anna");
  const auto entered = log_in("aNNa");
  ASSERT_TRUE(entered);
  EXPECT_EQ(entered->user.name, "Anna") << "as it was typed first";
  EXPECT_NE(entered->session_token, joined->session_token);
  EXPECT_EQ(entered->refresh_for, std::chrono::days(30));
}

TEST_F(LoginsRoom, TellUnknownNamesAndWrongPasswordsTheSame) {
  ASSERT_TRUE(join("anna"));
  const auto wrong = log_in("anna", "not her password");
  const auto unknown = log_in("berta", "not her password");
  const auto impossible = log_in(std::string(999, 'x'), "not her password");
  const auto endless = log_in("anna", std::string(5000, 'x'));
  for (const auto* answer : {&wrong, &unknown, &impossible, &endless}) {
    ASSERT_FALSE(*answer);
    EXPECT_EQ(answer->error().why, Why::wrong);
    EXPECT_EQ(answer->error().message, "Login failed, invalid user credentials");
  }
}

TEST_F(LoginsRoom, HashForUnknownNamesToo) {
  ASSERT_TRUE(join("anna"));
  const auto hashes = [&] {
    return metrics.histogram("vitrine_accounts_hash_seconds", "").count();
  };
  const auto before = hashes();
  EXPECT_FALSE(log_in("anna", "not her password"));
  EXPECT_EQ(hashes(), before + 1);
  EXPECT_FALSE(log_in("nobody", "not her password"));
  EXPECT_EQ(hashes(), before + 2);
}

TEST_F(LoginsRoom, RefuseASecondOneOfTheName) {
  ASSERT_TRUE(join("anna"));
  const auto again = join("ANNA", "another fine one");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().why, Why::invalid);
  EXPECT_EQ(again.error().message, "User already exists");
}

TEST_F(LoginsRoom, RefuseBadNamesAndPasswordsWithTheirReason) {
  EXPECT_EQ(join("").error().message, "The name is empty");
  EXPECT_EQ(join("anna", "short").error().message, "The password is shorter than 8 characters");
  EXPECT_EQ(join("", "").error().why, Why::invalid) << "S1 took both empty";
}

TEST_F(FirstOnly, MakesTheFirstPersonTheOperator) {
  const auto first = join("anna");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->user.role, Role::operator_);
  const auto second = join("berta");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().why, Why::closed);
}

TEST_F(FirstOnly, LetsOneOfManyAtOnceBeTheFirst) {
  std::vector<Task<Outcome<Admitted>>> all;
  for (const char* name : {"anna", "berta", "carla", "dora"}) {
    all.push_back(accounts.logins.register_person({name, "a fine password"}, {"192.0.2.1", ""}));
  }
  int admitted = 0;
  for (const auto& outcome : testing::await_all(std::move(all))) admitted += outcome ? 1 : 0;
  EXPECT_EQ(admitted, 1);
}

TEST_F(Closed, TakesNobody) {
  EXPECT_EQ(join("anna").error().why, Why::closed);
}

TEST_F(LoginsRoom, SlowDownGuessing) {
  ASSERT_TRUE(join("anna"));
  int wrong = 0;
  int throttled = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto guess = log_in("anna", "guess number " + std::to_string(i), "203.0.113.9");
    (guess.error().why == Why::throttled ? throttled : wrong) += 1;
  }
  EXPECT_EQ(wrong, 5);
  EXPECT_EQ(throttled, 995);
  const auto right = log_in("anna", "a fine password", "203.0.113.9");
  ASSERT_FALSE(right) << "the right one has to wait as well";
  EXPECT_EQ(right.error().wait, seconds(1));
  clock.advance(seconds(1));
  EXPECT_TRUE(log_in("anna", "a fine password", "203.0.113.9"));
}

TEST_F(LoginsRoom, DoNotLetAGuesserLockSomebodyOut) {
  ASSERT_TRUE(join("anna"));
  for (int i = 0; i < 20; ++i) log_in("anna", "guess", "203.0.113.9");
  EXPECT_TRUE(log_in("anna", "a fine password", "192.0.2.1")) << "where she is at home";
}

TEST_F(LoginsRoom, SlowDownAnAddressThatTriesManyNames) {
  int wrong = 0;
  for (int i = 0; i < 100; ++i) {
    const auto guess = log_in("name " + std::to_string(i), "guess", "203.0.113.9");
    if (guess.error().why == Why::wrong) ++wrong;
  }
  EXPECT_EQ(wrong, 20);
  EXPECT_EQ(log_in("somebody", "guess", "203.0.113.10").error().why, Why::wrong);
}

TEST_F(LoginsRoom, TakeANetworkOfIpv6ForOneAddress) {
  for (int i = 0; i < 20; ++i) {
    log_in("name " + std::to_string(i), "guess", "2001:db8:1:2::" + std::to_string(i));
  }
  EXPECT_EQ(log_in("x", "guess", "2001:db8:1:2:ffff::1").error().why, Why::throttled);
  EXPECT_EQ(log_in("x", "guess", "2001:db8:1:3::1").error().why, Why::wrong);
}

TEST_F(LoginsRoom, SlowDownRegistrationsFromOneAddress) {
  int joined = 0;
  for (int i = 0; i < 30; ++i) joined += join("name " + std::to_string(i)) ? 1 : 0;
  EXPECT_EQ(joined, 10);
}

TEST_F(LoginsRoom, CountNobodysFailureWhenTheStoreIsAway) {
  ASSERT_TRUE(join("anna"));
  store.away = true;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(log_in("anna").error().why, Why::unable);
  store.away = false;
  EXPECT_TRUE(log_in("anna"));
}

TEST_F(LoginsRoom, HashAnewAfterTheCostHasRisen) {
  ASSERT_TRUE(join("anna"));
  const auto before = (*await(store.person_named("anna")))->password;
  auto dearer = cheap();
  dearer.logins.hasher.cost.passes = 2;
  observe::Metrics others;
  Accounts later(dearer, store, clock, crypto::random_bytes, others, observe::Log::silent());
  ASSERT_TRUE(await(later.logins.log_in({"anna", "a fine password"}, {"192.0.2.1", ""})));
  const auto after = (*await(store.person_named("anna")))->password;
  EXPECT_NE(after, before);
  EXPECT_TRUE(crypto::is_password("a fine password", after));
  EXPECT_FALSE(crypto::is_outdated(after, dearer.logins.hasher.cost));
}

TEST_F(LoginsRoom, ChangeARole) {
  const auto anna = join("anna").value();
  ASSERT_TRUE(await(accounts.logins.set_role("ANNA", Role::operator_)));
  clock.advance(seconds(2));
  EXPECT_EQ((*await(accounts.sessions.find(anna.session_token)))->role, Role::operator_);
  EXPECT_EQ(await(accounts.logins.set_role("berta", Role::viewer)).error().why, Why::missing);
}

TEST(LoginLine, IsBounded) {
  ManualClock clock;
  MemoryStore store;
  observe::Metrics metrics;
  auto config = cheap();
  config.logins.hasher.threads = 1;
  config.logins.hasher.waiting_max = 10;
  Accounts accounts(config, store, clock, crypto::random_bytes, metrics, observe::Log::silent());
  std::vector<Task<Outcome<Admitted>>> all;
  for (int i = 0; i < 200; ++i) {
    all.push_back(accounts.logins.log_in({"name " + std::to_string(i), "guess"},
                                         {"2001:db8:" + std::to_string(i) + "::1", ""}));
  }
  int busy = 0;
  int wrong = 0;
  for (const auto& outcome : testing::await_all(std::move(all))) {
    const auto& refusal = outcome.error();
    if (refusal.why == Why::wrong) ++wrong;
    if (refusal.why == Why::unable && refusal.failure.kind == FailureKind::busy) ++busy;
  }
  EXPECT_EQ(busy + wrong, 200);
  EXPECT_GE(wrong, 11);
  EXPECT_GT(busy, 0);
}

}  // namespace
}  // namespace vitrine::accounts
