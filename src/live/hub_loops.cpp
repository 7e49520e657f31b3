#include "live/hub_loops.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace vitrine::live {

Hub::Loop::Loop(std::size_t index,
                const Executor& executor,
                std::size_t outbox_bytes_max,
                Home& home)
    : executor_(executor), home_(home), readers_(index, outbox_bytes_max, *this) {
}

void Hub::Loop::ask(Question question) {
  home_.post_question(std::move(question));
}

void Hub::Loop::left(const SharedTopic& topic, std::size_t loop) {
  home_.post_left(topic, loop);
}

void Hub::Loop::post_message(SharedTopic topic, SharedMessage message) {
  boost::asio::post(executor_,
                    [this, topic = std::move(topic), message = std::move(message)]() mutable {
                      readers_.take(topic, std::move(message));
                      if (!std::exchange(taking_turns_, true)) take_turns();
                    });
}

void Hub::Loop::post_answer(Answer answer) {
  boost::asio::post(executor_, [this, answer = std::move(answer)] {
    readers_.take(answer);
    if (!taking_turns_) count();
  });
}

void Hub::Loop::take_turns() {
  taking_turns_ = readers_.turn();
  count();
  if (taking_turns_) boost::asio::post(executor_, [this] { take_turns(); });
}

void Hub::Loop::count() {
  home_.count(readers_.take_count());
}

Hub::Home::Home(const Config& config,
                const Encoder& encoder,
                const std::vector<Executor>& loops,
                TaskGroup& tasks,
                const Clock& clock,
                std::string epoch,
                observe::Metrics& metrics)
    : executor_(loops.front()),
      tasks_(tasks),
      clock_(clock),
      topics_(loops.size(), config.interval, std::move(epoch), encoder, *this),
      timer_(executor_),
      messages_(metrics.counter("vitrine_live_messages_total",
                                "Messages that were made, each once for every loop with readers.")),
      deliveries_(metrics.counter("vitrine_live_deliveries_total",
                                  "Messages that were handed to a reader's connection.")),
      passed_over_(
          metrics.counter("vitrine_live_passed_over_total",
                          "Messages that a slow reader was not sent, because a newer one followed "
                          "or it catches up.")),
      catch_ups_(metrics.counter("vitrine_live_catch_ups_total",
                                 "Times that the log was asked for what a reader had missed.")) {
}

void Hub::Home::post_question(Question question) {
  boost::asio::post(executor_, [this, question = std::move(question)]() mutable {
    topics_.ask(std::move(question), clock_.steady());
    arm();
  });
}

void Hub::Home::post_left(SharedTopic topic, std::size_t loop) {
  boost::asio::post(executor_,
                    [this, topic = std::move(topic), loop] { topics_.left(topic, loop); });
}

void Hub::Home::post_close(SharedTopic topic) {
  boost::asio::post(executor_, [this, topic = std::move(topic)] { topics_.close(topic); });
}

void Hub::Home::post_changed(SharedTopic topic) {
  boost::asio::post(executor_, [this, topic = std::move(topic)] {
    topics_.changed(topic, clock_.steady());
    arm();
  });
}

void Hub::Home::post_update(SharedTopic topic, Update update) {
  boost::asio::post(executor_,
                    [this, topic = std::move(topic), update = std::move(update)]() mutable {
                      topics_.publish(topic, std::move(update), clock_.steady());
                      arm();
                    });
}

void Hub::Home::count(const ReadersCount& count) const {
  if (count.deliveries > 0) deliveries_.add(count.deliveries);
  if (count.passed_over > 0) passed_over_.add(count.passed_over);
}

void Hub::Home::produce(SharedTopic topic) {
  tasks_.start(executor_, "live update", produce_one(std::move(topic)));
}

Task<void> Hub::Home::produce_one(SharedTopic topic) {
  auto made = co_await topic->options->produce(topic->name);
  topics_.produced(topic, made ? std::optional(*std::move(made)) : std::nullopt, clock_.steady());
  arm();
}

void Hub::Home::catch_up(Question question, std::uint64_t after) {
  catch_ups_.add();
  tasks_.start(executor_, "live catch-up", catch_up_one(std::move(question), after));
}

Task<void> Hub::Home::catch_up_one(Question question, std::uint64_t after) {
  const auto& topic = *question.topic;
  auto page = co_await topic.options->catch_up(topic.name, after);
  topics_.caught_up(std::move(question), page ? *std::move(page) : std::nullopt);
}

void Hub::Home::broadcast(std::size_t loop, SharedTopic topic, SharedMessage message) {
  messages_.add();
  (*loops_)[loop]->post_message(std::move(topic), std::move(message));
}

void Hub::Home::reply(Answer answer) {
  const auto loop = answer.seat.loop;
  (*loops_)[loop]->post_answer(std::move(answer));
}

void Hub::Home::arm() {
  const auto due = topics_.next_due();
  if (due == armed_) return;
  armed_ = due;
  if (!due) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(*due - clock_.steady());
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    armed_.reset();
    topics_.run_due(clock_.steady());
    arm();
  });
}

}  // namespace vitrine::live
