#include "live/readers.h"

#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/sample_messages.h"

namespace vitrine::live {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::message;
using testing::RecordingOutlet;
using testing::topic;

class ReadersTest : public ::testing::Test, protected Desk {
 protected:
  void ask(Question question) override { questions_.push_back(std::move(question)); }

  void left(const SharedTopic& name, std::size_t) override { left_.push_back(name->name); }

  // Joins, and is told that nothing has happened so far.
  std::uint64_t join(Outlet& outlet, std::vector<SharedTopic> topics, Form form = Form::first) {
    const auto reader = readers_.join(outlet, form, topics, {});
    answer_all({});
    return reader;
  }

  void answer_all(const std::vector<SharedMessage>& messages, std::uint64_t offset = 0) {
    for (auto& question : std::exchange(questions_, {})) {
      readers_.take(Answer{.topic = question.topic,
                           .seat = question.seat,
                           .generation = 1,
                           .offset = offset,
                           .messages = messages});
    }
  }

  void finish() {
    while (readers_.turn()) {
    }
  }

  static constexpr std::size_t kOutbox = 1000;
  TopicOptions event_{.kind = Kind::event};
  TopicOptions state_;
  SharedTopic purchases_ = topic(1, "purchases", event_);
  SharedTopic sales_ = topic(2, "sales", state_);
  std::vector<Question> questions_;
  std::vector<std::string> left_;
  Readers readers_{0, kOutbox, *this};
};

TEST_F(ReadersTest, AskWhenTheyJoinAndHearNothingBeforeTheAnswer) {
  RecordingOutlet outlet;
  readers_.join(outlet, Form::second, {purchases_, sales_}, {{"e", 3}});
  ASSERT_EQ(questions_.size(), 2);
  EXPECT_TRUE(questions_[0].joins);
  EXPECT_THAT(questions_[0].since.positions, ElementsAre(Position{"e", 3}));
  readers_.take(purchases_, message(Kind::event, 1));
  finish();
  EXPECT_THAT(outlet.got, IsEmpty());
  answer_all({message(Kind::event, 1)});
  readers_.take(purchases_, message(Kind::event, 2));
  finish();
  EXPECT_THAT(outlet.got, ElementsAre("2 event 1", "2 event 1", "2 event 2"));
}

TEST_F(ReadersTest, ShareTheBytesOfAMessage) {
  class Keeper final : public Outlet {
   public:
    void send(const SharedBytes& bytes) override { kept = bytes; }

    std::size_t unsent() const override { return 0; }

    SharedBytes kept;
  };

  Keeper a;
  Keeper b;
  join(a, {sales_});
  join(b, {sales_});
  readers_.take(sales_, message(Kind::state, 1));
  finish();
  EXPECT_EQ(a.kept, b.kept);
}

TEST_F(ReadersTest, AreServedInSlices) {
  std::deque<RecordingOutlet> outlets(150);
  for (auto& outlet : outlets) join(outlet, {sales_});
  readers_.take(sales_, message(Kind::state, 1));
  const auto served = [&] {
    return std::ranges::count_if(outlets, [](const auto& outlet) { return !outlet.got.empty(); });
  };
  EXPECT_TRUE(readers_.turn());
  EXPECT_EQ(served(), 64);
  EXPECT_TRUE(readers_.turn());
  EXPECT_EQ(served(), 128);
  EXPECT_FALSE(readers_.turn());
  EXPECT_EQ(served(), 150);
}

TEST_F(ReadersTest, MayComeAndGoBetweenTheSlices) {
  // Whoever leaves and whoever comes: each of the others gets the message exactly once.
  for (std::size_t leaves = 0; leaves < 300; leaves += 7) {
    std::deque<RecordingOutlet> outlets(300);
    std::vector<std::uint64_t> ids;
    for (auto& outlet : outlets) ids.push_back(join(outlet, {sales_}));
    readers_.take(sales_, message(Kind::state, 1));
    readers_.turn();
    readers_.leave(ids[leaves]);
    RecordingOutlet late;
    ids[leaves] = readers_.join(late, Form::first, {sales_}, {});
    answer_all({message(Kind::state, 1)});
    finish();
    for (std::size_t i = 0; i < outlets.size(); ++i) {
      const auto expected = i == leaves ? outlets[i].got.size() : 1;
      ASSERT_EQ(outlets[i].got.size(), expected) << i << " of those without " << leaves;
    }
    for (const auto id : ids) readers_.leave(id);
    ASSERT_EQ(readers_.size(), 0);
  }
}

TEST_F(ReadersTest, LeaveEveryTopicOnce) {
  RecordingOutlet outlet;
  const auto id = join(outlet, {purchases_, sales_});
  readers_.leave(id);
  readers_.leave(id);
  EXPECT_THAT(left_, ElementsAre("purchases", "sales"));
  readers_.take(sales_, message(Kind::state, 1));
  EXPECT_FALSE(readers_.turn());
}

TEST_F(ReadersTest, GetTheNewestStateWhenTheyWereSlow) {
  RecordingOutlet slow;
  slow.slow = true;
  RecordingOutlet quick;
  const auto id = join(slow, {sales_});
  join(quick, {sales_});
  for (std::uint64_t i = 1; i <= 9; ++i) {
    readers_.take(sales_, message(Kind::state, i, 300));
    finish();
  }
  EXPECT_EQ(quick.got.size(), 9);
  EXPECT_EQ(slow.got.size(), 3) << "what fits into its outbox";
  slow.waiting = 0;
  readers_.drained(id);
  ASSERT_EQ(slow.got.size(), 4);
  EXPECT_TRUE(slow.got.back().starts_with("1 state 9"));
  slow.waiting = 0;
  readers_.drained(id);
  EXPECT_EQ(slow.got.size(), 4) << "it has the newest";
}

TEST_F(ReadersTest, AskForTheEventsThatTheyWereTooSlowFor) {
  RecordingOutlet slow;
  slow.slow = true;
  const auto id = join(slow, {purchases_});
  for (std::uint64_t i = 1; i <= 9; ++i) {
    readers_.take(purchases_, message(Kind::event, i, 300));
    finish();
  }
  EXPECT_THAT(questions_, IsEmpty()) << "not before it has taken what it was given";
  slow.waiting = 0;
  readers_.drained(id);
  ASSERT_EQ(questions_.size(), 1);
  EXPECT_EQ(questions_[0].since.generation, 1);
  EXPECT_EQ(questions_[0].since.offset, 3);
  EXPECT_FALSE(questions_[0].joins);
}

TEST_F(ReadersTest, TakeAnAnswerInPortionsOfTheirOutbox) {
  RecordingOutlet slow;
  slow.slow = true;
  const auto id = readers_.join(slow, Form::first, {purchases_}, {{"e", 0}});
  std::vector<SharedMessage> missed;
  for (std::uint64_t i = 1; i <= 9; ++i) missed.push_back(message(Kind::event, i, 300));
  std::size_t portions = 0;
  while (!questions_.empty()) {
    ++portions;
    const auto from = questions_[0].since.offset;
    answer_all({missed.begin() + static_cast<std::ptrdiff_t>(from), missed.end()}, from);
    slow.waiting = 0;
    readers_.drained(id);
  }
  EXPECT_EQ(portions, 3);
  EXPECT_EQ(slow.got.size(), 9);
}

TEST_F(ReadersTest, AskAgainUntilTheAnswerIsComplete) {
  RecordingOutlet outlet;
  readers_.join(outlet, Form::first, {purchases_}, {{"e", 0}});
  auto question = std::exchange(questions_, {}).front();
  readers_.take(Answer{.topic = purchases_,
                       .seat = question.seat,
                       .generation = 1,
                       .offset = 0,
                       .messages = {message(Kind::event, 1)},
                       .complete = false});
  ASSERT_EQ(questions_.size(), 1);
  EXPECT_EQ(questions_[0].since.offset, 1);
}

TEST_F(ReadersTest, AskWhenAMessageDoesNotFollowTheLastOne) {
  RecordingOutlet outlet;
  join(outlet, {purchases_});
  readers_.take(purchases_, message(Kind::event, 2));  // 1 is missing
  finish();
  EXPECT_THAT(outlet.got, IsEmpty());
  ASSERT_EQ(questions_.size(), 1);
  answer_all({message(Kind::event, 1), message(Kind::event, 2)});
  readers_.take(purchases_, message(Kind::event, 2));
  readers_.take(purchases_, message(Kind::event, 3));
  finish();
  EXPECT_THAT(outlet.got, ElementsAre("1 event 1", "1 event 2", "1 event 3"))
      << "what came with the answer is not sent again";
}

TEST_F(ReadersTest, KeepAFewMessagesOfABusyTopic) {
  RecordingOutlet outlet;
  join(outlet, {purchases_, sales_});
  for (std::uint64_t i = 1; i <= 200; ++i) readers_.take(purchases_, message(Kind::event, i));
  for (std::uint64_t i = 1; i <= 200; ++i) readers_.take(sales_, message(Kind::state, i));
  finish();
  EXPECT_THAT(outlet.got, ElementsAre("1 event 1", "1 state 1", "1 state 200"));
  EXPECT_EQ(questions_.size(), 1) << "for the events that fell out";
}

TEST_F(ReadersTest, AreNotHeldUpByABusyTopic) {
  std::deque<RecordingOutlet> many(200);
  for (auto& outlet : many) join(outlet, {purchases_});
  RecordingOutlet other;
  join(other, {sales_});
  for (std::uint64_t i = 1; i <= 50; ++i) readers_.take(purchases_, message(Kind::event, i));
  readers_.take(sales_, message(Kind::state, 1));
  for (int turns = 0; turns < 4; ++turns) readers_.turn();
  EXPECT_EQ(other.got.size(), 1) << "it came behind the first of 50 messages to 200 readers";
}

TEST_F(ReadersTest, CountWhatTheyWereSent) {
  RecordingOutlet quick;
  RecordingOutlet slow;
  slow.slow = true;
  slow.waiting = kOutbox;
  join(quick, {sales_});
  join(slow, {sales_});
  readers_.take(sales_, message(Kind::state, 1));
  finish();
  const auto count = readers_.take_count();
  EXPECT_EQ(count.deliveries, 1);
  EXPECT_EQ(count.passed_over, 1);
  EXPECT_EQ(readers_.take_count().deliveries, 0);
}

}  // namespace
}  // namespace vitrine::live
