// The loops of a hub: one for each loop with readers, and the home loop where the topics are. They
// talk to each other by posts only.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "live/hub.h"

namespace vitrine::live {

// Lives on: its loop, but for the executor.
class Hub::Loop final : public Desk {
 public:
  Loop(std::size_t index, const Executor& executor, std::size_t outbox_bytes_max, Home& home);

  const Executor& executor() const { return executor_; }

  Readers& readers() { return readers_; }

  // On any loop.
  void post_message(SharedTopic topic, SharedMessage message);
  void post_answer(Answer answer);

 private:
  void ask(Question question) override;
  void left(const SharedTopic& topic, std::size_t loop) override;
  // Sends slice after slice, and lets the loop do other things in between.
  void take_turns();
  void count();

  const Executor executor_;
  Home& home_;
  Readers readers_;
  bool taking_turns_ = false;
};

// Lives on: the home loop; the posts come from any thread.
class Hub::Home final : public Postman {
 public:
  Home(const Config& config,
       const Encoder& encoder,
       const std::vector<Executor>& loops,
       TaskGroup& tasks,
       const Clock& clock,
       std::string epoch,
       observe::Metrics& metrics);

  void connect(const std::vector<std::unique_ptr<Loop>>& loops) { loops_ = &loops; }

  void post_question(Question question);
  void post_left(SharedTopic topic, std::size_t loop);
  void post_close(SharedTopic topic);
  void post_changed(SharedTopic topic);
  void post_update(SharedTopic topic, Update update);

  void count(const ReadersCount& count) const;

 private:
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Executor>;

  void produce(SharedTopic topic) override;
  void catch_up(Question question, std::uint64_t after) override;
  void broadcast(std::size_t loop, SharedTopic topic, SharedMessage message) override;
  void reply(Answer answer) override;

  Task<void> produce_one(SharedTopic topic);
  Task<void> catch_up_one(Question question, std::uint64_t after);
  void arm();

  const Executor executor_;
  TaskGroup& tasks_;
  const Clock& clock_;
  Topics topics_;
  const std::vector<std::unique_ptr<Loop>>* loops_ = nullptr;
  Timer timer_;
  std::optional<SteadyTime> armed_;
  observe::Counter& messages_;
  observe::Counter& deliveries_;
  observe::Counter& passed_over_;
  observe::Counter& catch_ups_;
};

}  // namespace vitrine::live
