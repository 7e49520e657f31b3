#include "live/topics.h"

#include <utility>

namespace vitrine::live {

namespace {

// A state topic only has a newest.
std::size_t messages_kept(const TopicOptions& options) {
  return options.kind == Kind::state ? 1 : options.ring_messages_max;
}

constexpr std::chrono::seconds kRetryAfter{1};

}  // namespace

Topics::Topic::Topic(SharedTopic the_name, std::size_t loops)
    : name(std::move(the_name)),
      readers(loops),
      ring(messages_kept(*name->options), name->options->ring_bytes_max) {
}

Topics::Topics(std::size_t loops,
               std::chrono::milliseconds interval,
               std::string epoch,
               const Encoder& encoder,
               Postman& postman)
    : loops_(loops),
      interval_(interval),
      epoch_(std::move(epoch)),
      encoder_(encoder),
      postman_(postman) {
}

Topics::Topic& Topics::topic_of(const SharedTopic& name) {
  auto& topic = topics_[name->id];
  if (!topic) {
    topic = std::make_unique<Topic>(name, loops_);
    // Another one for each topic, so that a position says which one it is of.
    topic->epoch = epoch_ + 't' + std::to_string(name->id);
  }
  return *topic;
}

Topics::Topic* Topics::find(const SharedTopic& name) {
  const auto found = topics_.find(name->id);
  return found == topics_.end() ? nullptr : found->second.get();
}

void Topics::close(const SharedTopic& name) {
  auto* const topic = find(name);
  if (topic == nullptr) return;
  schedule(*topic, std::nullopt);
  topics_.erase(name->id);
}

void Topics::left(const SharedTopic& name, std::size_t loop) {
  auto* const topic = find(name);
  if (topic == nullptr) return;
  --topic->readers[loop];
  if (--topic->readers_count > 0) return;
  if (name->options->produce) topic->stale = true;
  if (!topic->pending) schedule(*topic, std::nullopt);
}

// What changes.

void Topics::changed(const SharedTopic& name, SteadyTime now) {
  auto* const topic = find(name);
  if (topic != nullptr) want(*topic, now);
}

void Topics::want(Topic& topic, SteadyTime now) {
  if (topic.readers_count == 0) {
    topic.name->dirty = false;
    topic.stale = true;
    return;
  }
  if (topic.producing) {
    topic.changed_meanwhile = true;
  } else if (now < topic.not_before) {
    schedule(topic, topic.not_before);
  } else {
    produce(topic, now);
  }
}

void Topics::produce(Topic& topic, SteadyTime now) {
  schedule(topic, std::nullopt);
  topic.name->dirty = false;
  if (!topic.name->options->produce) return;
  topic.producing = true;
  topic.not_before = now + interval_;
  postman_.produce(topic.name);
}

void Topics::produced(const SharedTopic& name, std::optional<Update> made, SteadyTime now) {
  auto* const topic = find(name);
  if (topic == nullptr) return;
  topic->producing = false;
  if (made) {
    // Nobody was told of what came before this one.
    const bool gap = std::exchange(topic->stale, false);
    update(*topic, *std::move(made), gap);
  }
  for (auto& question : std::exchange(topic->waiting, {})) answer(*topic, std::move(question));
  if (topic->readers_count == 0) {
    topic->stale = true;
  } else if (std::exchange(topic->changed_meanwhile, false)) {
    want(*topic, now);
  } else if (!made) {
    schedule(*topic, now + kRetryAfter);
  } else if (name->options->refresh.count() > 0 && !topic->due) {
    schedule(*topic, now + name->options->refresh);
  }
}

void Topics::publish(const SharedTopic& name, Update given, SteadyTime now) {
  auto& topic = topic_of(name);
  topic.stale = false;
  if (name->options->kind == Kind::event || now >= topic.not_before) {
    topic.not_before = now + interval_;
    topic.pending.reset();
    return update(topic, std::move(given), false);
  }
  topic.pending = std::move(given);
  schedule(topic, topic.not_before);
}

bool Topics::begin_epoch(Topic& topic, const Update& given) {
  const auto& position = given.position;
  if (position.epoch.empty() || position.epoch == topic.epoch) return false;
  topic.epoch = position.epoch;
  ++topic.generation;
  topic.ring.clear();
  return true;
}

SharedMessage Topics::message_of(Topic& topic, const Update& given, std::uint64_t after) {
  const auto& options = *topic.name->options;
  Message message{.offset = given.position.offset,
                  .after = after,
                  .generation = topic.generation,
                  .kind = options.kind,
                  .forms = {}};
  message.forms =
      encoder_.message(topic.name->name, options.kind, {topic.epoch, message.offset}, given.body);
  return std::make_shared<const Message>(std::move(message));
}

void Topics::update(Topic& topic, Update given, bool gap) {
  const bool first = begin_epoch(topic, given) || topic.ring.newest() == nullptr;
  const bool numbered = given.position.epoch.empty();
  if (numbered) given.position.offset = topic.last_offset + 1;
  const bool state = topic.name->options->kind == Kind::state;
  // What is asked for again may not have changed; then nobody is told.
  if (!first && !state && given.position.offset <= topic.last_offset) return;
  if (!first && state && given.body == topic.last_body) return;
  // Before it may be some of the log that this process has not seen.
  const bool alone = !numbered && (first || gap);
  const auto after = alone ? given.position.offset : topic.last_offset;
  topic.last_offset = given.position.offset;
  auto message = message_of(topic, given, after);
  if (state) topic.last_body = std::move(given.body);
  for (std::size_t loop = 0; loop < loops_; ++loop) {
    if (topic.readers[loop] > 0) postman_.broadcast(loop, topic.name, message);
  }
  topic.ring.push(std::move(message));
}

// When.

void Topics::schedule(Topic& topic, std::optional<SteadyTime> due) {
  if (topic.due) due_.erase({*topic.due, &topic});
  topic.due = due;
  if (due) due_.emplace(*due, &topic);
}

std::optional<SteadyTime> Topics::next_due() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

std::optional<SteadyTime> Topics::run_due(SteadyTime now) {
  while (!due_.empty() && due_.begin()->first <= now) {
    auto& topic = *due_.begin()->second;
    schedule(topic, std::nullopt);
    if (topic.pending) {
      publish(topic.name, *std::exchange(topic.pending, std::nullopt), now);
    } else {
      want(topic, now);
    }
  }
  return next_due();
}

}  // namespace vitrine::live
