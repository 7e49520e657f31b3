#include "conformance/account_store_conformance.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "accounts/name_rules.h"

namespace vitrine::conformance {

using namespace accounts;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::await_all;

void AccountStoreConformance::restart() {
  store_.reset();
  store_ = data_->open();
}

Person AccountStoreConformance::person(const std::string& name) {
  Person person{.id = "id of " + name,
                .name = name,
                .folded = fold_name(name),
                .password = "hash of " + name,
                .role = Role::viewer,
                .created = kStart};
  EXPECT_EQ(must(store_->add_person(person, {.people_max = 100})), Added::yes) << name;
  return person;
}

Session AccountStoreConformance::session(const std::string& person,
                                         const std::string& id,
                                         WallTime at) {
  Session session{.id = id,
                  .person = person,
                  .created = at,
                  .seen = at,
                  .ends = end_of(at, at, rules_),
                  .address = "192.0.2.1",
                  .agent = "agent of " + id};
  must(store_->open_session(session, {hash_token("s-" + id), hash_token("r-" + id)}, kSessionsMax));
  return session;
}

RefreshAnswer AccountStoreConformance::refresh(const std::string& used,
                                               const std::string& next,
                                               WallTime at) {
  return must(store_->refresh({.used = hash_token(used),
                               .next = {hash_token("s-" + next), hash_token("r-" + next)},
                               .now = at,
                               .rules = rules_}));
}

std::optional<LiveSession> AccountStoreConformance::live(const std::string& token) {
  return must(store_->session_of(hash_token(token)));
}

namespace {

std::vector<std::string> ids(const std::vector<Session>& sessions) {
  std::vector<std::string> all;
  for (const auto& session : sessions) all.push_back(session.id);
  return all;
}

TEST_P(AccountStoreConformance, AnEmptyStoreKnowsNobody) {
  EXPECT_FALSE(must(store_->has_people()));
  EXPECT_FALSE(must(store_->person_named("anna")));
  EXPECT_TRUE(must(store_->people(10)).empty());
  EXPECT_TRUE(must(store_->keys()).empty());
  EXPECT_TRUE(must(store_->sessions("nobody", kStart)).empty());
  EXPECT_FALSE(live("s-none"));
  EXPECT_FALSE(must(store_->session_of_any(hash_token("s-none"))));
  EXPECT_FALSE(must(store_->key_of(hash_token("none"))));
  EXPECT_FALSE(must(store_->end_session("nobody", "none")));
  EXPECT_FALSE(must(store_->revoke_key("none", kStart)));
  EXPECT_FALSE(must(store_->set_role("anna", Role::operator_)));
  must(store_->touch_session("none", kStart));
  must(store_->touch_key("none", kStart));
  EXPECT_EQ(store_->trouble(), "");
}

TEST_P(AccountStoreConformance, APersonIsKeptAsItWas) {
  const auto added = person("Änna 'quote' \"x\" 🎧");
  restart();
  const auto found = must(store_->person_named(added.folded));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, added.id);
  EXPECT_EQ(found->name, added.name);
  EXPECT_EQ(found->folded, added.folded);
  EXPECT_EQ(found->password, added.password);
  EXPECT_EQ(found->role, added.role);
  EXPECT_EQ(found->created, added.created);
  EXPECT_TRUE(must(store_->has_people()));
}

TEST_P(AccountStoreConformance, ANameIsGivenOnce) {
  person("anna");
  Person other{.id = "another", .name = "ANNA", .folded = "anna", .password = "x"};
  EXPECT_EQ(must(store_->add_person(other, {.people_max = 100})), Added::taken);
  EXPECT_EQ(must(store_->person_named("anna"))->id, "id of anna");
}

TEST_P(AccountStoreConformance, ANameAskedForByManyAtOnceIsGivenOnce) {
  std::vector<Task<Result<Added>>> all;
  for (int i = 0; i < 20; ++i) {
    Person one{.id = std::to_string(i), .name = "anna", .folded = "anna", .password = "x"};
    all.push_back(store_->add_person(one, {.people_max = 100}));
  }
  int added = 0;
  for (const auto& result : await_all(std::move(all))) added += *result == Added::yes ? 1 : 0;
  EXPECT_EQ(added, 1);
}

TEST_P(AccountStoreConformance, TheFirstPersonIsOne) {
  std::vector<Task<Result<Added>>> all;
  for (int i = 0; i < 20; ++i) {
    const auto name = "person " + std::to_string(i);
    Person one{.id = name, .name = name, .folded = name, .password = "x"};
    all.push_back(store_->add_person(one, {.only_first = true, .people_max = 100}));
  }
  int added = 0;
  for (const auto& result : await_all(std::move(all))) {
    added += *result == Added::yes ? 1 : 0;
    if (*result != Added::yes) EXPECT_EQ(*result, Added::not_first);
  }
  EXPECT_EQ(added, 1);
}

TEST_P(AccountStoreConformance, PeopleAreBoundedAndListedByName) {
  for (const char* name : {"carla", "anna", "berta"}) person(name);
  Person fourth{.id = "4", .name = "dora", .folded = "dora", .password = "x"};
  EXPECT_EQ(must(store_->add_person(fourth, {.people_max = 3})), Added::full);
  const auto two = must(store_->people(2));
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].name, "anna");
  EXPECT_EQ(two[1].name, "berta");
}

TEST_P(AccountStoreConformance, ARoleIsChanged) {
  const auto anna = person("anna");
  session(anna.id, "one", kStart);
  EXPECT_TRUE(must(store_->set_role("anna", Role::operator_)));
  EXPECT_EQ(live("s-one")->role, Role::operator_) << "of open sessions, too";
  restart();
  EXPECT_EQ(must(store_->person_named("anna"))->role, Role::operator_);
}

TEST_P(AccountStoreConformance, APasswordIsReplacedUnlessSomebodyDidSoBefore) {
  const auto anna = person("anna");
  must(store_->replace_password(anna.id, "not hers", "x"));
  EXPECT_EQ(must(store_->person_named("anna"))->password, anna.password);
  must(store_->replace_password(anna.id, anna.password, "dearer"));
  EXPECT_EQ(must(store_->person_named("anna"))->password, "dearer");
}

TEST_P(AccountStoreConformance, ASessionIsFoundByItsSessionToken) {
  const auto anna = person("Anna");
  const auto opened = session(anna.id, "one", kStart);
  restart();
  const auto found = live("s-one");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Anna");
  EXPECT_EQ(found->role, Role::viewer);
  EXPECT_FALSE(found->spent);
  EXPECT_EQ(found->session.id, "one");
  EXPECT_EQ(found->session.person, anna.id);
  EXPECT_EQ(found->session.created, opened.created);
  EXPECT_EQ(found->session.seen, opened.seen);
  EXPECT_EQ(found->session.ends, opened.ends);
  EXPECT_EQ(found->session.address, opened.address);
  EXPECT_EQ(found->session.agent, opened.agent);
  EXPECT_FALSE(live("r-one")) << "a refresh token opens nothing";
  EXPECT_EQ(must(store_->session_of_any(hash_token("r-one")))->id, "one");
  EXPECT_EQ(must(store_->session_of_any(hash_token("s-one")))->id, "one");
}

TEST_P(AccountStoreConformance, AUseIsNotedAndNeverGoesBack) {
  session(person("anna").id, "one", kStart);
  must(store_->touch_session("one", kStart + seconds(90)));
  must(store_->touch_session("one", kStart + seconds(60)));
  EXPECT_EQ(live("s-one")->session.seen, kStart + seconds(90));
}

TEST_P(AccountStoreConformance, SessionsAreListedTheLastSeenFirst) {
  const auto anna = person("anna");
  session(anna.id, "one", kStart);
  session(anna.id, "two", kStart + seconds(1));
  session(person("berta").id, "hers", kStart);
  must(store_->touch_session("one", kStart + seconds(60)));
  EXPECT_EQ(ids(must(store_->sessions(anna.id, kStart))), (std::vector<std::string>{"one", "two"}));
  EXPECT_TRUE(must(store_->sessions(anna.id, kStart + days(31))).empty()) << "all are over";
}

TEST_P(AccountStoreConformance, ASessionIsEndedByItsPersonOnly) {
  const auto anna = person("anna");
  session(anna.id, "one", kStart);
  EXPECT_FALSE(must(store_->end_session("id of berta", "one")));
  EXPECT_TRUE(live("s-one"));
  EXPECT_TRUE(must(store_->end_session(anna.id, "one")));
  EXPECT_FALSE(live("s-one"));
  EXPECT_EQ(refresh("r-one", "next", kStart).result, Refreshed::unknown);
  EXPECT_FALSE(must(store_->end_session(anna.id, "one")));
}

TEST_P(AccountStoreConformance, TheOldestSessionGoesWhenThereAreTooMany) {
  const auto anna = person("anna");
  const auto berta = person("berta");
  session(berta.id, "hers", kStart);
  for (int i = 0; i < 7; ++i) session(anna.id, std::to_string(i), kStart + seconds(i));
  const auto left = ids(must(store_->sessions(anna.id, kStart)));
  EXPECT_EQ(left, (std::vector<std::string>{"6", "5", "4", "3", "2"}));
  EXPECT_FALSE(live("s-0"));
  EXPECT_TRUE(live("s-hers"));
}

TEST_P(AccountStoreConformance, WhatIsOverIsForgottenByLaterLogins) {
  const auto anna = person("anna");
  const auto berta = person("berta");
  session(anna.id, "old", kStart);
  session(berta.id, "new", kStart + days(31));
  EXPECT_FALSE(must(store_->session_of_any(hash_token("r-old"))));
}

TEST_P(AccountStoreConformance, ARefreshGivesANewPairAndSpendsTheOldOne) {
  session(person("anna").id, "one", kStart);
  const auto at = kStart + days(1);
  const auto answer = refresh("r-one", "two", at);
  ASSERT_EQ(answer.result, Refreshed::yes);
  EXPECT_EQ(answer.live->name, "anna");
  EXPECT_EQ(answer.live->session.ends, at + rules_.refresh_max);
  restart();
  ASSERT_TRUE(live("s-two"));
  EXPECT_EQ(live("s-two")->session.id, "one");
  EXPECT_EQ(live("s-two")->session.seen, at);
  EXPECT_EQ(live("s-two")->session.ends, at + rules_.refresh_max);
  EXPECT_FALSE(live("s-two")->spent);
  EXPECT_EQ(live("s-one")->spent, at);
}

TEST_P(AccountStoreConformance, NobodysTokenRefreshesNothing) {
  session(person("anna").id, "one", kStart);
  for (const char* token : {"", "s-one", "r-two"}) {
    EXPECT_EQ(refresh(token, "next", kStart).result, Refreshed::unknown) << token;
  }
  EXPECT_EQ(refresh("r-one", "next", kStart + days(30)).result, Refreshed::unknown) << "it is over";
}

TEST_P(AccountStoreConformance, ASpentTokenEndsTheSessionAfterTheGrace) {
  session(person("anna").id, "one", kStart);
  ASSERT_EQ(refresh("r-one", "two", kStart + seconds(10)).result, Refreshed::yes);
  restart();
  const auto answer = refresh("r-one", "thief", kStart + seconds(15));
  EXPECT_EQ(answer.result, Refreshed::reused);
  EXPECT_EQ(answer.live->session.id, "one");
  for (const char* token : {"s-one", "s-two", "s-thief"}) EXPECT_FALSE(live(token)) << token;
  EXPECT_EQ(refresh("r-two", "x", kStart + seconds(15)).result, Refreshed::unknown);
}

TEST_P(AccountStoreConformance, WithinTheGraceItGivesAnotherPair) {
  session(person("anna").id, "one", kStart);
  ASSERT_EQ(refresh("r-one", "two", kStart).result, Refreshed::yes);
  ASSERT_EQ(refresh("r-one", "three", kStart + milliseconds(4999)).result, Refreshed::yes);
  EXPECT_FALSE(live("s-two")->spent);
  EXPECT_FALSE(live("s-three")->spent);
  EXPECT_EQ(refresh("r-two", "four", kStart + days(1)).result, Refreshed::yes);
  EXPECT_EQ(live("s-four")->session.id, "one");
  EXPECT_EQ(refresh("r-three", "x", kStart + days(2)).result, Refreshed::reused);
}

TEST_P(AccountStoreConformance, TooManyPairsWithinTheGraceAreRefused) {
  session(person("anna").id, "one", kStart);
  int refreshed = 0;
  for (int i = 0; i < 20; ++i) {
    const auto answer = refresh("r-one", "next" + std::to_string(i), kStart);
    if (answer.result == Refreshed::yes) ++refreshed;
    if (i == 19) EXPECT_EQ(answer.result, Refreshed::refused);
  }
  EXPECT_EQ(refreshed, 8);
}

TEST_P(AccountStoreConformance, OneTokenRefreshedManyTimesAtOnceSpendsOnce) {
  session(person("anna").id, "one", kStart);
  std::vector<Task<Result<RefreshAnswer>>> all;
  for (int i = 0; i < 6; ++i) {
    const auto next = std::to_string(i);
    all.push_back(store_->refresh({.used = hash_token("r-one"),
                                   .next = {hash_token("s-" + next), hash_token("r-" + next)},
                                   .now = kStart,
                                   .rules = rules_}));
  }
  for (const auto& answer : await_all(std::move(all))) EXPECT_EQ(answer->result, Refreshed::yes);
  for (int i = 0; i < 6; ++i) EXPECT_FALSE(live("s-" + std::to_string(i))->spent) << i;
}

TEST_P(AccountStoreConformance, SpentTokensOfLongAgoAreStillKnown) {
  session(person("anna").id, "0", kStart);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(
        refresh("r-" + std::to_string(i), std::to_string(i + 1), kStart + seconds(10 * i)).result,
        Refreshed::yes);
  }
  EXPECT_EQ(refresh("r-0", "thief", kStart + seconds(2000)).result, Refreshed::reused);
  EXPECT_FALSE(live("s-100"));
}

TEST_P(AccountStoreConformance, AKeyIsKeptAsItWas) {
  const ApiKey key{.id = "key",
                   .name = "till 'one'",
                   .scopes = {Right::view, Right::write_purchases},
                   .created = kStart,
                   .used = std::nullopt,
                   .revoked = std::nullopt};
  ASSERT_TRUE(must(store_->add_key(key, hash_token("vk_1"), 10)));
  restart();
  auto found = must(store_->key_of(hash_token("vk_1")));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, key.id);
  EXPECT_EQ(found->name, key.name);
  EXPECT_EQ(found->scopes, key.scopes);
  EXPECT_EQ(found->created, key.created);
  EXPECT_FALSE(found->used);
  EXPECT_FALSE(found->revoked);

  must(store_->touch_key("key", kStart + seconds(60)));
  EXPECT_TRUE(must(store_->revoke_key("key", kStart + seconds(70))));
  EXPECT_TRUE(must(store_->revoke_key("key", kStart + seconds(80))));
  restart();
  found = must(store_->key_of(hash_token("vk_1")));
  EXPECT_EQ(found->used, kStart + seconds(60));
  EXPECT_EQ(found->revoked, kStart + seconds(70)) << "the first time counts";
}

TEST_P(AccountStoreConformance, KeysAreBoundedAndListedTheNewestFirst) {
  const auto add = [&](const std::string& id, int at) {
    const ApiKey key{.id = id,
                     .name = id,
                     .scopes = {Right::view},
                     .created = kStart + seconds(at),
                     .used = std::nullopt,
                     .revoked = std::nullopt};
    return must(store_->add_key(key, hash_token(id), 2));
  };
  EXPECT_TRUE(add("a", 1));
  EXPECT_TRUE(add("b", 2));
  EXPECT_FALSE(add("c", 3));
  EXPECT_TRUE(must(store_->revoke_key("a", kStart)));
  EXPECT_TRUE(add("c", 3)) << "revoked ones are not counted";
  std::vector<std::string> listed;
  for (const auto& key : must(store_->keys())) listed.push_back(key.id);
  EXPECT_EQ(listed, (std::vector<std::string>{"c", "b", "a"}));
}

}  // namespace
}  // namespace vitrine::conformance
