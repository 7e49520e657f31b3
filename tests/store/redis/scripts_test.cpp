// What must be whole in Redis, whoever is behind whom.
#include "store/redis/scripts.h"

#include <gtest/gtest.h>

#include "redis_server/redis_server.h"
#include "store/redis/keys.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {
namespace {

constexpr tallies::Position kOlder = 10;
constexpr tallies::Position kNewer = 20;

class Scripts : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(connection_.open());
    call({"SET", kEpochKey, "epoch"});
    call({"SET", kSaverKey, "me"});
  }

  std::string call(const Command& command) {
    const auto reply = connection_.call(command);
    return reply ? std::string(reply->text()) : "error: " + reply.error().detail;
  }

  std::string run(const Script& script, const Command& keys, const Command& arguments) {
    const auto reply = connection_.run(script, keys, arguments);
    return reply ? std::string((*reply)[0].text()) : "error: " + reply.error().detail;
  }

  std::string save(const std::string& key,
                   const std::string& state,
                   tallies::Position holds,
                   const std::string& instance = "me",
                   const std::string& epoch = "epoch") {
    return run(kSaveScript,
               {kEpochKey, kSaverKey, kCutKey, kGoneKey, bucket_key(7)},
               {epoch, instance, sortable_id(holds), "10000", "7", key, state});
  }

  std::string sweep(const std::string& key) {
    return run(kSweepScript,
               {kEpochKey, kSaverKey, kCutKey, kGoneKey, bucket_key(7)},
               {"epoch", "me", "10000", "7", key});
  }

  std::string cut(tallies::Position position, const std::string& instance = "me") {
    return run(kCutScript,
               {kEpochKey, kSaverKey, kCutKey, kReadersKey, kLogKey},
               {"epoch", instance, sortable_id(position), "60000", "10000"});
  }

  std::string row(const std::string& key) { return call({"HGET", bucket_key(7), key}); }

  testing::RedisServer server_;
  Connection connection_{server_.address(), {}};
};

TEST_F(Scripts, AStateNeverReplacesOneThatHoldsMore) {
  EXPECT_EQ(save("home", "newer", kNewer), "ok");
  EXPECT_EQ(save("home", "older", kOlder), "ok");
  EXPECT_EQ(row("home"), sortable_id(kNewer) + "newer");
  EXPECT_EQ(save("home", "newest", kNewer + 1), "ok");
  EXPECT_EQ(row("home"), sortable_id(kNewer + 1) + "newest");
}

TEST_F(Scripts, AnInstanceThatIsBehindDoesNotBringAKeyBack) {
  EXPECT_EQ(save("gone", "", kNewer), "ok");
  EXPECT_EQ(save("gone", "older", kOlder), "ok");
  EXPECT_EQ(row("gone"), sortable_id(kNewer));
  EXPECT_EQ(cut(kNewer - 1), "ok");
  EXPECT_EQ(sweep("gone"), "ok");
  EXPECT_EQ(row("gone"), sortable_id(kNewer)) << "somebody may still be behind it";
  EXPECT_EQ(cut(kNewer), "ok");
  EXPECT_EQ(sweep("gone"), "ok");
  EXPECT_EQ(row("gone"), "");
  EXPECT_EQ(call({"HGET", kGoneKey, "gone"}), "");
  EXPECT_EQ(save("gone", "older", kOlder), "lost") << "what is behind the cut saves nothing";
}

TEST_F(Scripts, AKeyThatCameBackIsNotSwept) {
  EXPECT_EQ(save("back", "", kOlder), "ok");
  EXPECT_EQ(call({"HGET", kGoneKey, "back"}), "7");
  EXPECT_EQ(save("back", "again", kNewer), "ok");
  EXPECT_EQ(call({"HGET", kGoneKey, "back"}), "");
  EXPECT_EQ(cut(kNewer), "ok");
  EXPECT_EQ(sweep("back"), "ok");
  EXPECT_EQ(row("back"), sortable_id(kNewer) + "again");
}

TEST_F(Scripts, OnlyTheOneThatSavesMaySaveAndOnlyInItsEpoch) {
  EXPECT_EQ(save("home", "state", kOlder, "other"), "lost");
  EXPECT_EQ(save("home", "state", kOlder, "me", "another"), "epoch");
  EXPECT_EQ(cut(kOlder, "other"), "lost");
  EXPECT_EQ(run(kLockScript, {kSaverKey}, {"other", "10000"}), "lost");
  EXPECT_EQ(run(kUnlockScript, {kSaverKey}, {"other"}), "ok");
  EXPECT_EQ(run(kLockScript, {kSaverKey}, {"me", "10000"}), "ok") << "it still has the lock";
  EXPECT_EQ(row("home"), "");
}

TEST_F(Scripts, TheCutWaitsForThoseWhoAreAliveAndNeverGoesBack) {
  EXPECT_EQ(run(kRefreshScript, {kReadersKey}, {"me", sortable_id(kOlder - 5)}), "ok");
  EXPECT_EQ(run(kRefreshScript, {kReadersKey}, {"slow", sortable_id(kOlder)}), "ok");
  // Said in 1970.
  call({"HSET", kReadersKey, "silent", sortable_id(1) + " 1"});
  EXPECT_EQ(cut(kNewer), "ok");
  EXPECT_EQ(call({"GET", kCutKey}), sortable_id(kOlder));
  EXPECT_EQ(call({"HGET", kReadersKey, "silent"}), "");
  EXPECT_EQ(cut(kOlder - 1), "ok");
  EXPECT_EQ(call({"GET", kCutKey}), sortable_id(kOlder));
}

TEST_F(Scripts, TheCutDropsWhatIsUpToItAndNothingElse) {
  for (const auto* id : {"0-19", "0-20", "0-21"}) {
    ASSERT_EQ(call({"XADD", kLogKey, id, "r", "record"}), id);
  }
  EXPECT_EQ(cut(kNewer), "ok");
  const auto rest = connection_.call({"XRANGE", kLogKey, "-", "+"});
  ASSERT_TRUE(rest);
  ASSERT_EQ(rest->size(), 1U);
  EXPECT_EQ((*rest)[0][0].text(), "0-21");
}

TEST_F(Scripts, ARecordOfAnotherEpochIsNotTaken) {
  call({"XADD", kLogKey, "1-0", "m", ""});
  EXPECT_EQ(run(kAppendScript, {kEpochKey, kLogKey}, {"another", "record"}), "epoch");
  EXPECT_EQ(run(kProbeScript, {kEpochKey, kProbeKey}, {"another"}), "epoch");
  EXPECT_EQ(run(kEnterScript, {kEpochKey, kReadersKey, kCutKey}, {"another", "me"}), "epoch");
  EXPECT_EQ(run(kAppendScript, {kEpochKey, kLogKey}, {"epoch", "record"}), "ok");
}

}  // namespace
}  // namespace vitrine::store::redis
