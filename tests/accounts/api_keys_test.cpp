#include "accounts/api_keys.h"

#include <gtest/gtest.h>

#include "accounts/room.h"

namespace vitrine::accounts {
namespace {

using testing::await;

class Keys : public Room {
 protected:
  NewKey make(std::string name = "till 1", Scopes scopes = {Right::write_purchases}) {
    return await(accounts.keys.create(std::move(name), scopes)).value();
  }

  bool is_known(const std::string& text) { return await(accounts.keys.find(text))->has_value(); }
};

TEST(Scopes, AreWords) {
  struct Row {
    const char* text;
    const char* means;
  };

  for (const auto& [text, means] : {Row{"read", "read"},
                                    {"operator,read", "read operator"},
                                    {" purchases:write , read ", "read purchases:write"},
                                    {"read read", "read"}}) {
    const auto scopes = parse_scopes(text);
    ASSERT_TRUE(scopes) << text;
    EXPECT_EQ(scopes->text(), means);
  }
  for (const char* text : {"", " , ", "write", "read,purchase:write", "READ"}) {
    EXPECT_FALSE(parse_scopes(text)) << text;
  }
}

TEST(Scopes, OfAnOperatorAllowEverything) {
  for (const auto right : {Right::view, Right::write_purchases, Right::operate}) {
    EXPECT_TRUE(Scopes({Right::operate}).allow(right));
    EXPECT_FALSE(Scopes().allow(right));
  }
  EXPECT_FALSE(Scopes({Right::view, Right::write_purchases}).allow(Right::operate));
  EXPECT_FALSE(Scopes({Right::write_purchases}).allow(Right::view)) << "a till sees nothing";
}

TEST_F(Keys, AreShownOnceAndKnownByTheirText) {
  const auto made = make();
  EXPECT_TRUE(made.text.starts_with("vk_")) << made.text;
  EXPECT_EQ(made.text.size(), 46U);
  const auto found = await(accounts.keys.find(made.text));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->name, "till 1");
  EXPECT_EQ((*found)->scopes, Scopes{Right::write_purchases});
  EXPECT_NE(make().text, made.text);
  for (const auto& other : {std::string(),
                            std::string("vk_"),
                            made.text + "x",
                            made.text.substr(3),
                            "vk_" + std::string(43, 'A')}) {
    EXPECT_FALSE(is_known(other)) << other;
  }
}

TEST_F(Keys, StopWorkingWhenTheyAreRevoked) {
  const auto made = make();
  EXPECT_TRUE(is_known(made.text));
  EXPECT_TRUE(accounts.keys.known(made.text));
  ASSERT_TRUE(await(accounts.keys.revoke(made.key.id)));
  EXPECT_FALSE(accounts.keys.known(made.text));
  EXPECT_FALSE(is_known(made.text));
  EXPECT_TRUE(await(accounts.keys.revoke(made.key.id))) << "a second time changes nothing";
  const auto none = await(accounts.keys.revoke("none"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().why, Refusal::Why::missing);
}

TEST_F(Keys, RevokedElsewhereStopWithinSeconds) {
  const auto made = make();
  EXPECT_TRUE(is_known(made.text));
  ASSERT_TRUE(*await(store.revoke_key(made.key.id, clock.wall())));
  EXPECT_TRUE(is_known(made.text));
  clock.advance(std::chrono::seconds(2));
  EXPECT_FALSE(is_known(made.text));
}

TEST_F(Keys, TellWhenTheyWereUsedToTheMinute) {
  const auto made = make();
  for (int i = 0; i < 60; ++i) {
    EXPECT_TRUE(is_known(made.text));
    clock.advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(store.touches, 1);
  EXPECT_TRUE(is_known(made.text));
  EXPECT_EQ(store.touches, 2);
  EXPECT_EQ(await(accounts.keys.all())->front().used, clock.wall());
}

TEST_F(Keys, NeedAName) {
  EXPECT_FALSE(await(accounts.keys.create("", {Right::view})));
  EXPECT_FALSE(await(accounts.keys.create("a\nb", {Right::view})));
}

TEST_F(Keys, AreNotMoreThanMayBe) {
  ApiKeys few({.keys_max = 2}, store, clock, crypto::random_bytes);
  ASSERT_TRUE(await(few.create("a", {Right::view})));
  const auto second = await(few.create("b", {Right::view}));
  ASSERT_TRUE(second);
  EXPECT_FALSE(await(few.create("c", {Right::view})));
  ASSERT_TRUE(await(few.revoke(second->key.id)));
  EXPECT_TRUE(await(few.create("c", {Right::view})));
}

}  // namespace
}  // namespace vitrine::accounts
