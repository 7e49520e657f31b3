// The topics that are read: their newest messages, who is told of them, and when. At most one
// message in each interval for a topic whose updates are produced, whatever happens meanwhile.
// Without I/O: time is a parameter, and what is to be done elsewhere is told to a Postman.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "live/questions.h"
#include "live/ring.h"
#include "runtime/clock.h"

namespace vitrine::live {

// Does what the topics want. It never calls back from within.
class Postman {
 public:
  virtual ~Postman() = default;
  // To end in produced().
  virtual void produce(SharedTopic topic) = 0;
  // To end in caught_up().
  virtual void catch_up(Question question, std::uint64_t after) = 0;
  virtual void broadcast(std::size_t loop, SharedTopic topic, SharedMessage message) = 0;
  virtual void reply(Answer answer) = 0;
};

// Lives on: the home loop.
class Topics {
 public:
  // `epoch` of this process, for what the hub numbers itself.
  Topics(std::size_t loops,
         std::chrono::milliseconds interval,
         std::string epoch,
         const Encoder& encoder,
         Postman& postman);

  void ask(Question question, SteadyTime now);
  void left(const SharedTopic& topic, std::size_t loop);
  // Nobody can ask for it any more.
  void close(const SharedTopic& topic);

  void changed(const SharedTopic& topic, SteadyTime now);
  // Events are sent at once, each of them. Of states the newest is, in its interval.
  void publish(const SharedTopic& topic, Update update, SteadyTime now);
  // Absent: that failed, and is tried again in a second, or when it changes.
  void produced(const SharedTopic& topic, std::optional<Update> update, SteadyTime now);
  void caught_up(Question question, std::optional<Page> page);

  // Does what is due, and says when something will be.
  std::optional<SteadyTime> run_due(SteadyTime now);

  std::optional<SteadyTime> next_due() const;

  std::size_t size() const { return topics_.size(); }

 private:
  struct Topic {
    explicit Topic(SharedTopic the_name, std::size_t loops);

    SharedTopic name;
    std::vector<std::uint32_t> readers;  // of each loop
    std::size_t readers_count = 0;
    Ring ring;
    std::string epoch;
    std::uint32_t generation = 1;
    std::uint64_t last_offset = 0;
    std::string last_body;
    // The newest message does not say what is, because nobody was there to be told.
    bool stale = true;
    bool producing = false;
    bool changed_meanwhile = false;
    std::optional<Update> pending = {};
    SteadyTime not_before{};
    std::optional<SteadyTime> due = {};
    std::vector<Question> waiting = {};
  };

  Topic& topic_of(const SharedTopic& name);
  Topic* find(const SharedTopic& name);
  void want(Topic& topic, SteadyTime now);
  void produce(Topic& topic, SteadyTime now);
  // After a `gap` of messages that nobody was sent.
  void update(Topic& topic, Update update, bool gap);
  bool begin_epoch(Topic& topic, const Update& update);
  SharedMessage message_of(Topic& topic, const Update& update, std::uint64_t after);
  void answer(Topic& topic, Question question);
  void answer_newest(Topic& topic, const Question& question, std::optional<bool> recovered);
  static std::optional<std::uint64_t> offset_of(const Topic& topic, const Since& since);
  Answer answer_for(const Topic& topic, const Question& question) const;
  Forms notice(const Topic& topic, bool recovered) const;
  void schedule(Topic& topic, std::optional<SteadyTime> due);

  const std::size_t loops_;
  const std::chrono::milliseconds interval_;
  const std::string epoch_;
  const Encoder& encoder_;
  Postman& postman_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Topic>> topics_;
  std::set<std::pair<SteadyTime, Topic*>> due_;
};

}  // namespace vitrine::live
