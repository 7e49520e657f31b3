#include "live/topics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/sample_messages.h"

namespace vitrine::live {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::topic;

std::string text(const Forms& forms) {
  return forms[0]->substr(2);
}

std::vector<std::string> texts(const Answer& answer) {
  std::vector<std::string> all;
  if (answer.notice) all.push_back(text(*answer.notice));
  for (const auto& message : answer.messages) all.push_back(text(message->forms));
  return all;
}

class TopicsTest : public ::testing::Test, protected Postman {
 protected:
  TopicsTest() {
    purchases_options_.kind = Kind::event;
    purchases_options_.produce = [](std::string) -> Task<Result<Update>> { co_return Update{}; };
    purchases_options_.catch_up =
        [](std::string, std::uint64_t) -> Task<Result<std::optional<Page>>> { co_return Page{}; };
    purchases_options_.ring_messages_max = 3;
    jobs_options_.kind = Kind::event;
    jobs_options_.ring_messages_max = 3;
    sales_options_.produce = purchases_options_.produce;
    sales_options_.refresh = std::chrono::minutes(1);
  }

  void produce(SharedTopic name) override { produced_.push_back(name->name); }

  void catch_up(Question question, std::uint64_t after) override {
    caught_up_.emplace_back(std::move(question), after);
  }

  void broadcast(std::size_t loop, SharedTopic, SharedMessage message) override {
    broadcast_.push_back(std::to_string(loop) + ": " + text(message->forms));
  }

  void reply(Answer answer) override { answers_.push_back(std::move(answer)); }

  void join(const SharedTopic& name, Since since = {}, std::size_t loop = 0) {
    topics_.ask({name, {loop, 1, 0}, std::move(since), true}, now_);
  }

  void produce(const SharedTopic& name, Position position, std::string body) {
    topics_.produced(name, Update{std::move(position), std::move(body)}, now_);
  }

  void pass(milliseconds time) {
    now_ += time;
    topics_.run_due(now_);
  }

  static Since since(std::string epoch, std::uint64_t offset) {
    return {.positions = {{std::move(epoch), offset}}};
  }

  TopicOptions purchases_options_;
  TopicOptions jobs_options_;
  TopicOptions sales_options_;
  SharedTopic purchases_ = topic(1, "purchases", purchases_options_);
  SharedTopic jobs_ = topic(2, "jobs", jobs_options_);
  SharedTopic sales_ = topic(3, "sales", sales_options_);
  std::vector<std::string> produced_;
  std::vector<std::pair<Question, std::uint64_t>> caught_up_;
  std::vector<std::string> broadcast_;
  std::vector<Answer> answers_;
  SteadyTime now_{std::chrono::hours(1)};
  testing::PlainEncoder encoder_;
  Topics topics_{2, milliseconds(100), "x", encoder_, *this};
};

TEST_F(TopicsTest, ProduceWhatTheFirstReaderAsksFor) {
  join(sales_);
  EXPECT_THAT(produced_, ElementsAre("sales"));
  EXPECT_THAT(answers_, IsEmpty());
  join(sales_, {}, 1);
  EXPECT_THAT(produced_, SizeIs(1)) << "once for both";
  produce(sales_, {}, "{1}");
  EXPECT_THAT(broadcast_, ElementsAre("0: sales@xt3:1 {1}", "1: sales@xt3:1 {1}"));
  ASSERT_THAT(answers_, SizeIs(2));
  EXPECT_THAT(texts(answers_[0]), ElementsAre("sales@xt3:1 {1}"));
  join(sales_);
  EXPECT_THAT(produced_, SizeIs(1)) << "the newest is known";
  EXPECT_THAT(texts(answers_[2]), ElementsAre("sales@xt3:1 {1}"));
}

TEST_F(TopicsTest, SpeakAtMostOnceAnInterval) {
  join(sales_);
  produce(sales_, {}, "{1}");
  for (int i = 0; i < 1000; ++i) topics_.changed(sales_, now_);
  EXPECT_THAT(produced_, SizeIs(1));
  EXPECT_EQ(topics_.next_due(), now_ + milliseconds(100));
  pass(milliseconds(99));
  EXPECT_THAT(produced_, SizeIs(1));
  pass(milliseconds(1));
  EXPECT_THAT(produced_, SizeIs(2));
  topics_.changed(sales_, now_);
  EXPECT_THAT(produced_, SizeIs(2)) << "one at a time";
  produce(sales_, {}, "{2}");
  pass(milliseconds(100));
  EXPECT_THAT(produced_, SizeIs(3)) << "for what changed meanwhile";
}

TEST_F(TopicsTest, SpeakOfAStateOnlyWhenItIsAnotherOne) {
  join(sales_);
  produce(sales_, {}, "{1}");
  topics_.changed(sales_, now_);
  pass(milliseconds(100));
  produce(sales_, {}, "{1}");
  EXPECT_THAT(broadcast_, SizeIs(1));
}

TEST_F(TopicsTest, RefreshAsLongAsSomebodyReads) {
  join(sales_);
  produce(sales_, {}, "{1}");
  pass(std::chrono::minutes(1));
  EXPECT_THAT(produced_, SizeIs(2));
  produce(sales_, {}, "{2}");
  EXPECT_THAT(broadcast_, SizeIs(2));
  topics_.left(sales_, 0);
  EXPECT_FALSE(topics_.next_due());
  topics_.changed(sales_, now_);
  pass(std::chrono::minutes(9));
  EXPECT_THAT(produced_, SizeIs(2)) << "nobody reads it";
  join(sales_);
  EXPECT_THAT(produced_, SizeIs(3)) << "what is known is old";
}

TEST_F(TopicsTest, TryAgainWhenProducingFails) {
  join(sales_);
  topics_.produced(sales_, std::nullopt, now_);
  ASSERT_THAT(answers_, SizeIs(1));
  EXPECT_THAT(texts(answers_[0]), IsEmpty());
  EXPECT_TRUE(answers_[0].complete) << "the reader hears of the next one";
  pass(std::chrono::seconds(1));
  EXPECT_THAT(produced_, SizeIs(2));
}

TEST_F(TopicsTest, NumberWhatHasNoNumber) {
  join(jobs_);
  topics_.publish(jobs_, {{}, "a"}, now_);
  topics_.publish(jobs_, {{}, "b"}, now_);
  EXPECT_THAT(broadcast_, ElementsAre("0: jobs@xt2:1 a", "0: jobs@xt2:2 b")) << "each event counts";
}

TEST_F(TopicsTest, PublishOnlyTheNewestStateOfAnInterval) {
  join(sales_);
  produce(sales_, {}, "{0}");
  topics_.publish(sales_, {{}, "{1}"}, now_);
  topics_.publish(sales_, {{}, "{2}"}, now_);
  pass(milliseconds(100));
  EXPECT_THAT(broadcast_, ElementsAre("0: sales@xt3:1 {0}", "0: sales@xt3:2 {2}"));
}

TEST_F(TopicsTest, PassOverWhatTheLogHasSaidBefore) {
  join(purchases_);
  produce(purchases_, {"log", 7}, "a");
  produce(purchases_, {"log", 7}, "a again");
  produce(purchases_, {"log", 6}, "older");
  produce(purchases_, {"log", 9}, "b");
  EXPECT_THAT(broadcast_, ElementsAre("0: purchases@log:7 a", "0: purchases@log:9 b"));
}

TEST_F(TopicsTest, GiveFromTheRingWhatAReaderHasMissed) {
  for (const auto* body : {"a", "b", "c"}) topics_.publish(jobs_, {{}, body}, now_);

  struct Row {
    const char* reason;
    Since since;
    std::vector<std::string> texts;
  };

  for (const auto& row : {
           Row{"a new reader", {}, {"jobs@xt2:3 c"}},
           Row{"two missed",
               since("xt2", 1),
               {"jobs@xt2:3 recovered", "jobs@xt2:2 b", "jobs@xt2:3 c"}},
           Row{"nothing missed", since("xt2", 3), {"jobs@xt2:3 recovered"}},
           Row{"another epoch", since("y", 1), {"jobs@xt2:3 not recovered", "jobs@xt2:3 c"}},
           Row{"a position of the future",
               since("xt2", 9),
               {"jobs@xt2:3 not recovered", "jobs@xt2:3 c"}},
           Row{"one of several positions",
               {.positions = {{"log", 5}, {"xt2", 2}}},
               {"jobs@xt2:3 recovered", "jobs@xt2:3 c"}},
       }) {
    answers_.clear();
    join(jobs_, row.since);
    ASSERT_THAT(answers_, SizeIs(1)) << row.reason;
    EXPECT_EQ(texts(answers_[0]), row.texts) << row.reason;
    EXPECT_TRUE(answers_[0].complete) << row.reason;
  }
  topics_.publish(jobs_, {{}, "d"}, now_);
  answers_.clear();
  join(jobs_, since("xt2", 0));
  EXPECT_THAT(texts(answers_[0]), ElementsAre("jobs@xt2:4 not recovered", "jobs@xt2:4 d"))
      << "the first one has fallen out, and there is no log to ask";
}

TEST_F(TopicsTest, AskTheLogForWhatTheRingHasNot) {
  join(purchases_, since("log", 2));
  produce(purchases_, {"log", 9}, "newest");
  ASSERT_THAT(caught_up_, SizeIs(1));
  EXPECT_EQ(caught_up_[0].second, 2);
  topics_.caught_up(caught_up_[0].first,
                    Page{{{{"log", 5}, "3 to 5"}, {{"log", 8}, "6 to 8"}}, false});
  ASSERT_THAT(answers_, SizeIs(1));
  EXPECT_THAT(
      texts(answers_[0]),
      ElementsAre("purchases@log:9 recovered", "purchases@log:5 3 to 5", "purchases@log:8 6 to 8"));
  EXPECT_FALSE(answers_[0].complete) << "9 is missing";
  EXPECT_EQ(answers_[0].offset, 2);
  topics_.ask({purchases_,
               {0, 1, 0},
               {.positions = {}, .generation = answers_[0].generation, .offset = 8},
               false},
              now_);
  topics_.caught_up(caught_up_[1].first, Page{{{{"log", 9}, "9"}}, true});
  EXPECT_THAT(texts(answers_[1]), ElementsAre("purchases@log:9 9")) << "told only once";
  EXPECT_TRUE(answers_[1].complete);
}

TEST_F(TopicsTest, SaySoWhenTheLogHasItNoMore) {
  struct Row {
    const char* reason;
    std::optional<Page> page;
  };

  const std::vector<Row> rows = {
      {"too much, or the log is away", std::nullopt},
      {"a log that was begun anew", Page{{{{"other", 5}, "?"}}, true}},
      {"a log that says that there is nothing", Page{{}, true}},
  };
  for (const auto& row : rows) {
    caught_up_.clear();
    answers_.clear();
    join(purchases_, since("log", 2));
    produce(purchases_, {"log", 9}, "newest");
    ASSERT_THAT(caught_up_, SizeIs(1)) << row.reason;
    topics_.caught_up(caught_up_[0].first, row.page);
    EXPECT_THAT(texts(answers_[0]),
                ElementsAre("purchases@log:9 not recovered", "purchases@log:9 newest"))
        << row.reason;
  }
}

TEST_F(TopicsTest, KnowThatSomethingWentByWhileNobodyRead) {
  join(purchases_);
  produce(purchases_, {"log", 7}, "a");
  topics_.left(purchases_, 0);
  topics_.changed(purchases_, now_);
  join(purchases_, since("log", 7));
  produce(purchases_, {"log", 12}, "b");
  ASSERT_THAT(caught_up_, SizeIs(1)) << "8 to 11 are not in the ring";
  EXPECT_EQ(caught_up_[0].second, 7);
}

TEST_F(TopicsTest, BeginAnewWithANewLog) {
  join(purchases_);
  produce(purchases_, {"log", 7}, "a");
  produce(purchases_, {"anew", 1}, "b");
  EXPECT_THAT(broadcast_, ElementsAre("0: purchases@log:7 a", "0: purchases@anew:1 b"));
  answers_.clear();
  join(purchases_, since("log", 7));
  EXPECT_THAT(texts(answers_[0]),
              ElementsAre("purchases@anew:1 not recovered", "purchases@anew:1 b"));
}

TEST_F(TopicsTest, ForgetWhatIsClosed) {
  join(sales_);
  topics_.close(sales_);
  EXPECT_EQ(topics_.size(), 0);
  produce(sales_, {}, "{1}");
  topics_.changed(sales_, now_);
  topics_.left(sales_, 0);
  EXPECT_THAT(broadcast_, IsEmpty());
  EXPECT_FALSE(topics_.next_due());
}

}  // namespace
}  // namespace vitrine::live
