// What readers ask, and what they are answered.
#include <utility>

#include "live/topics.h"

namespace vitrine::live {

void Topics::ask(Question question, SteadyTime now) {
  auto& topic = topic_of(question.topic);
  if (question.joins) {
    ++topic.readers[question.seat.loop];
    ++topic.readers_count;
  }
  const bool first = topic.stale && topic.name->options->produce;
  if (!first) return answer(topic, std::move(question));
  topic.waiting.push_back(std::move(question));
  if (!topic.producing) produce(topic, now);
}

std::optional<std::uint64_t> Topics::offset_of(const Topic& topic, const Since& since) {
  if (since.generation == topic.generation) return since.offset;
  for (const auto& position : since.positions) {
    if (position.epoch == topic.epoch) return position.offset;
  }
  return std::nullopt;
}

void Topics::answer(Topic& topic, Question question) {
  if (topic.name->options->kind == Kind::state || question.since.nothing()) {
    return answer_newest(topic, question, std::nullopt);
  }
  const auto offset = offset_of(topic, question.since);
  // A position of the future is of a log that has lost its end.
  if (!offset || *offset > topic.last_offset) return answer_newest(topic, question, false);
  auto messages = topic.ring.behind(*offset);
  if (!messages && topic.name->options->catch_up) {
    return postman_.catch_up(std::move(question), *offset);
  }
  if (!messages && topic.ring.newest() != nullptr) return answer_newest(topic, question, false);
  auto reply = answer_for(topic, question);
  reply.offset = *offset;
  if (question.joins) reply.notice = notice(topic, true);
  if (messages) reply.messages = *std::move(messages);
  postman_.reply(std::move(reply));
}

void Topics::caught_up(Question question, std::optional<Page> page) {
  auto* const topic = find(question.topic);
  if (topic == nullptr) return;
  const auto offset = offset_of(*topic, question.since);
  // A page that brings nothing, of a log that has more, would be asked for without end.
  const bool good = page && offset && (!page->updates.empty() || *offset >= topic->last_offset);
  if (!good) return answer_newest(*topic, question, false);
  auto reply = answer_for(*topic, question);
  reply.offset = *offset;
  if (question.joins) reply.notice = notice(*topic, true);
  auto after = *offset;
  for (const auto& missed : page->updates) {
    if (missed.position.epoch != topic->epoch) return answer_newest(*topic, question, false);
    reply.messages.push_back(message_of(*topic, missed, after));
    after = missed.position.offset;
  }
  // What the log has beyond our newest message will be produced and broadcast; it is passed over
  // then, because the reader has it.
  reply.complete = page->complete && after >= topic->last_offset;
  postman_.reply(std::move(reply));
}

Answer Topics::answer_for(const Topic& topic, const Question& question) const {
  return {.topic = question.topic,
          .seat = question.seat,
          .generation = topic.generation,
          .offset = topic.last_offset};
}

void Topics::answer_newest(Topic& topic, const Question& question, std::optional<bool> recovered) {
  auto reply = answer_for(topic, question);
  if (recovered) reply.notice = notice(topic, *recovered);
  if (auto newest = topic.ring.newest()) reply.messages.push_back(std::move(newest));
  postman_.reply(std::move(reply));
}

Forms Topics::notice(const Topic& topic, bool recovered) const {
  return encoder_.notice(topic.name->name, recovered, {topic.epoch, topic.last_offset});
}

}  // namespace vitrine::live
