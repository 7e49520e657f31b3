#include "accounts/sessions.h"

#include <gtest/gtest.h>

#include "accounts/room.h"

namespace vitrine::accounts {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::await;

using SessionsRoom = Room;

TEST_F(SessionsRoom, KnowWhoShowsTheToken) {
  const auto anna = join("anna").value();
  const auto berta = join("berta").value();
  EXPECT_EQ(who(anna.session_token), "anna");
  EXPECT_EQ(who(berta.session_token), "berta");
  EXPECT_NE(anna.session_token, anna.refresh_token);
  for (const auto& nobodys : {std::string(),
                              anna.refresh_token,
                              anna.session_token + "x",
                              std::string(43, 'A'),
                              anna.user.session}) {
    EXPECT_EQ(who(nobodys), "") << nobodys;
  }
}

TEST_F(SessionsRoom, AskTheStoreOnceInAWhile) {
  const auto anna = join("anna").value();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(who(anna.session_token), "anna");
  EXPECT_EQ(store.lookups, 1);
  clock.advance(seconds(2));
  EXPECT_EQ(who(anna.session_token), "anna");
  EXPECT_EQ(store.lookups, 2);
}

TEST_F(SessionsRoom, EndAnHourAfterTheirLastUse) {
  const auto anna = join("anna").value();
  for (int i = 0; i < 10; ++i) {
    clock.advance(minutes(59));
    EXPECT_EQ(who(anna.session_token), "anna");
  }
  clock.advance(minutes(60));
  EXPECT_EQ(who(anna.session_token), "");
}

TEST_F(SessionsRoom, SaveTheirUseOnceAMinute) {
  const auto anna = join("anna").value();
  for (int i = 0; i < 50; ++i) {
    clock.advance(seconds(6));
    EXPECT_EQ(who(anna.session_token), "anna");
  }
  EXPECT_EQ(store.touches, 5);
}

TEST_F(SessionsRoom, StayOpenWhenTheirUseCannotBeSaved) {
  const auto anna = join("anna").value();
  store.read_only = true;
  for (int i = 0; i < 10; ++i) {
    clock.advance(minutes(30));
    EXPECT_EQ(who(anna.session_token), "anna");
  }
}

TEST_F(SessionsRoom, AreListedTheLastSeenFirst) {
  const auto first = join("anna").value();
  clock.advance(minutes(1));
  const auto second = log_in("anna").value();
  clock.advance(minutes(2));
  EXPECT_EQ(who(first.session_token), "anna");
  const auto listed = await(accounts.sessions.of(first.user.person)).value();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].id, first.user.session);
  EXPECT_EQ(listed[0].address, "192.0.2.1");
  EXPECT_EQ(listed[0].agent, "test");
  EXPECT_EQ(listed[1].id, second.user.session);
}

TEST_F(SessionsRoom, CutWhatAClientSaysOfItself) {
  ASSERT_TRUE(join("anna"));
  const auto admitted = await(accounts.logins.log_in(
      {"anna", "a fine password"}, {std::string(500, '1'), std::string(9999, 'x')}));
  const auto listed = await(accounts.sessions.of(admitted->user.person)).value();
  for (const auto& session : listed) {
    EXPECT_LE(session.agent.size(), kAgentBytesMax);
    EXPECT_LE(session.address.size(), kAddressBytesMax);
  }
}

TEST_F(SessionsRoom, EndAtOnceWhenTheyAreEnded) {
  const auto anna = join("anna").value();
  const auto other = log_in("anna").value();
  EXPECT_EQ(who(anna.session_token), "anna");
  EXPECT_EQ(who(other.session_token), "anna");
  ASSERT_TRUE(await(accounts.sessions.end(anna.user.person, other.user.session)));
  EXPECT_EQ(who(other.session_token), "");
  EXPECT_FALSE(refresh(other.refresh_token));
  EXPECT_EQ(who(anna.session_token), "anna");
}

TEST_F(SessionsRoom, AreNotEndedByOthers) {
  const auto anna = join("anna").value();
  const auto berta = join("berta").value();
  const auto ended = await(accounts.sessions.end(berta.user.person, anna.user.session));
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().why, Refusal::Why::missing);
  EXPECT_EQ(who(anna.session_token), "anna");
}

TEST_F(SessionsRoom, EndedElsewhereStopWithinSeconds) {
  const auto anna = join("anna").value();
  EXPECT_EQ(who(anna.session_token), "anna");
  ASSERT_TRUE(*await(store.end_session(anna.user.person, anna.user.session)));
  clock.advance(seconds(2));
  EXPECT_EQ(who(anna.session_token), "");
}

TEST_F(SessionsRoom, LogOutWithEitherToken) {
  const auto one = join("anna").value();
  const auto two = log_in("anna").value();
  ASSERT_TRUE(await(accounts.sessions.log_out(one.session_token)));
  ASSERT_TRUE(await(accounts.sessions.log_out(two.refresh_token)));
  EXPECT_EQ(who(one.session_token), "");
  EXPECT_EQ(who(two.session_token), "");
  EXPECT_TRUE(await(accounts.sessions.log_out(one.session_token))) << "has ended already";
  EXPECT_TRUE(await(accounts.sessions.log_out("nobody's")));
}

TEST_F(SessionsRoom, FailWhenTheStoreIsAway) {
  const auto anna = join("anna").value();
  store.away = true;
  EXPECT_EQ(who(anna.session_token), "failure: The store is away");
  store.away = false;
  EXPECT_EQ(who(anna.session_token), "anna");
}

TEST_F(SessionsRoom, RefreshForANewPair) {
  const auto old = join("anna").value();
  clock.advance(hours(2));
  EXPECT_EQ(who(old.session_token), "");
  const auto fresh = refresh(old.refresh_token);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(who(fresh->session_token), "anna");
  EXPECT_EQ(fresh->user.session, old.user.session);
  EXPECT_FALSE(refresh(fresh->session_token)) << "a session token refreshes nothing";
}

TEST_F(SessionsRoom, EndWhenASpentRefreshTokenIsUsedAgain) {
  const auto stolen = join("anna").value();
  const auto owner = refresh(stolen.refresh_token).value();
  clock.advance(seconds(5));
  const auto thief = refresh(stolen.refresh_token);
  ASSERT_FALSE(thief);
  EXPECT_EQ(thief.error().why, Refusal::Why::wrong);
  EXPECT_EQ(who(owner.session_token), "") << "whoever of the two is the thief";
  EXPECT_FALSE(refresh(owner.refresh_token));
}

TEST_F(SessionsRoom, ForgiveALostAnswerForFiveSeconds) {
  const auto anna = join("anna").value();
  ASSERT_TRUE(refresh(anna.refresh_token)) << "its answer is lost";
  clock.advance(seconds(4));
  const auto again = refresh(anna.refresh_token);
  ASSERT_TRUE(again);
  EXPECT_EQ(who(again->session_token), "anna");
  clock.advance(hours(1));
  EXPECT_TRUE(refresh(again->refresh_token));
}

TEST_F(SessionsRoom, KeepWorkingWhenTwoWindowsRefreshAtOnce) {
  const auto anna = join("anna").value();
  const auto one = refresh(anna.refresh_token).value();
  const auto two = refresh(anna.refresh_token).value();
  EXPECT_EQ(who(one.session_token), "anna");
  EXPECT_EQ(who(two.session_token), "anna");
  clock.advance(hours(1));
  const auto next = refresh(one.refresh_token);
  ASSERT_TRUE(next) << "whichever the browser kept";
  clock.advance(seconds(6));
  EXPECT_FALSE(refresh(two.refresh_token)) << "and the other one is a thief's by now";
  EXPECT_EQ(who(next->session_token), "");
}

TEST_F(SessionsRoom, LetTheOldTokenFinishWhatItBegan) {
  const auto old = join("anna").value();
  ASSERT_TRUE(refresh(old.refresh_token));
  clock.advance(seconds(4));
  EXPECT_EQ(who(old.session_token), "anna");
  clock.advance(seconds(1));
  EXPECT_EQ(who(old.session_token), "");
}

TEST_F(SessionsRoom, AreNotRefreshedWithoutEndWithinTheGrace) {
  const auto anna = join("anna").value();
  int refreshed = 0;
  for (int i = 0; i < 50; ++i) {
    if (refresh(anna.refresh_token)) ++refreshed;
  }
  EXPECT_EQ(refreshed, 8);
  EXPECT_EQ(refresh(anna.refresh_token).error().why, Refusal::Why::throttled);
}

TEST_F(SessionsRoom, EndAfterThirtyDaysWithoutARefresh) {
  auto anna = join("anna").value();
  clock.advance(days(29));
  anna = refresh(anna.refresh_token).value();
  clock.advance(days(30));
  EXPECT_FALSE(refresh(anna.refresh_token));
}

TEST_F(SessionsRoom, EndAfterNinetyDaysWhateverHappens) {
  auto anna = join("anna").value();
  for (int day = 0; day < 89; ++day) {
    clock.advance(days(1));
    anna = refresh(anna.refresh_token).value();
  }
  EXPECT_EQ(anna.refresh_for, days(1));
  clock.advance(days(1));
  EXPECT_FALSE(refresh(anna.refresh_token));
  EXPECT_EQ(who(anna.session_token), "");
}

TEST_F(SessionsRoom, OfOnePersonAreBounded) {
  const auto first = join("anna").value();
  for (int i = 0; i < 50; ++i) {
    clock.advance(seconds(1));
    ASSERT_TRUE(log_in("anna"));
  }
  EXPECT_EQ(await(accounts.sessions.of(first.user.person))->size(), 50U);
  EXPECT_EQ(who(first.session_token), "");
}

}  // namespace
}  // namespace vitrine::accounts
