#include "live/readers.h"

#include <algorithm>
#include <utility>

namespace vitrine::live {

// One topic of one reader.
struct Readers::Place {
  enum class State : std::uint8_t { asking, live, behind };

  Reader* reader = nullptr;
  LocalTopic* topic = nullptr;
  std::uint32_t index = 0;  // in the topic
  std::uint32_t generation = 0;
  std::uint64_t delivered = 0;
  State state = State::asking;
};

struct Readers::Reader {
  std::uint64_t id = 0;
  Outlet* outlet = nullptr;
  Form form = Form::first;
  std::uint32_t places_count = 0;
  std::unique_ptr<Place[]> places;
};

struct Readers::LocalTopic {
  SharedTopic name;
  std::vector<Place*> places;
  // The first one is being sent; `next` is the place whose turn it is.
  std::deque<SharedMessage> waiting = {};
  std::size_t next = 0;
  SharedMessage newest = nullptr;
};

Readers::Readers(std::size_t loop, std::size_t outbox_bytes_max, Desk& desk)
    : loop_(loop), outbox_bytes_max_(outbox_bytes_max), desk_(desk) {
}

Readers::~Readers() = default;

std::uint64_t Readers::join(Outlet& outlet,
                            Form form,
                            const std::vector<SharedTopic>& topics,
                            const std::vector<Position>& since) {
  auto reader = std::make_unique<Reader>();
  reader->id = next_reader_++;
  reader->outlet = &outlet;
  reader->form = form;
  reader->places_count = static_cast<std::uint32_t>(topics.size());
  reader->places = std::make_unique<Place[]>(topics.size());
  for (std::uint32_t i = 0; i < reader->places_count; ++i) {
    auto& topic = topics_[topics[i]->id];
    if (!topic) topic = std::make_unique<LocalTopic>(topics[i]);
    auto& place = reader->places[i];
    place.reader = reader.get();
    place.topic = topic.get();
    place.index = static_cast<std::uint32_t>(topic->places.size());
    topic->places.push_back(&place);
    desk_.ask({topics[i], {loop_, reader->id, i}, {.positions = since}, true});
  }
  const auto id = reader->id;
  readers_.emplace(id, std::move(reader));
  return id;
}

void Readers::leave(std::uint64_t reader) {
  const auto found = readers_.find(reader);
  if (found == readers_.end()) return;
  auto& leaving = *found->second;
  for (std::uint32_t i = 0; i < leaving.places_count; ++i) leave(leaving.places[i]);
  readers_.erase(found);
}

void Readers::leave(Place& place) {
  auto& topic = *place.topic;
  auto& places = topic.places;
  const auto put = [&](std::size_t to, std::size_t from) {
    places[to] = places[from];
    places[to]->index = static_cast<std::uint32_t>(to);
  };
  std::size_t hole = place.index;
  // Those before `next` have the message that is being sent, and those behind it do not: the hole
  // is filled with one that has, and the hole which that one leaves with the last one.
  if (hole < topic.next) {
    put(hole, topic.next - 1);
    hole = --topic.next;
  }
  if (hole + 1 < places.size()) put(hole, places.size() - 1);
  places.pop_back();
  desk_.left(topic.name, loop_);
  if (!places.empty()) return;
  std::erase(busy_, &topic);
  topics_.erase(topic.name->id);
}

void Readers::take(const SharedTopic& name, SharedMessage message) {
  const auto found = topics_.find(name->id);
  if (found == topics_.end()) return;
  auto& topic = *found->second;
  topic.newest = message;
  const bool sending = !topic.waiting.empty();
  const auto most = message->kind == Kind::state ? 2 : kWaitingMax;
  // The one that is being sent goes on to the end; of the others the oldest makes room.
  if (topic.waiting.size() >= most) topic.waiting.erase(topic.waiting.begin() + 1);
  topic.waiting.push_back(std::move(message));
  if (!sending) busy_.push_back(&topic);
}

bool Readers::turn() {
  auto budget = kReadersPerTurn;
  while (budget > 0 && !busy_.empty()) {
    auto* const topic = busy_.front();
    budget = broadcast(*topic, budget);
    if (topic->next < topic->places.size()) continue;
    topic->next = 0;
    topic->waiting.pop_front();
    busy_.pop_front();
    // Behind the other topics, so that a busy one does not hold them up.
    if (!topic->waiting.empty()) busy_.push_back(topic);
  }
  return !busy_.empty();
}

std::size_t Readers::broadcast(LocalTopic& topic, std::size_t budget) {
  const auto message = topic.waiting.front();
  const auto end = std::min(topic.next + budget, topic.places.size());
  budget -= end - topic.next;
  while (topic.next < end) offer(*topic.places[topic.next++], message);
  return budget;
}

void Readers::offer(Place& place, const SharedMessage& message) {
  // Who asks will be told, and who is behind will ask.
  if (place.state != Place::State::live) {
    ++count_.passed_over;
    return;
  }
  if (message->kind == Kind::event) {
    const bool same = place.generation == message->generation;
    // It came with what the reader had asked for.
    if (same && place.delivered >= message->offset) return;
    if (!same || place.delivered < message->after) return ask(place);
  }
  if (send(place, message)) return;
  place.state = Place::State::behind;
  ++count_.passed_over;
}

bool Readers::send(Place& place, const SharedMessage& message) {
  auto& outlet = *place.reader->outlet;
  const auto& bytes = bytes_of(message->forms, place.reader->form);
  const auto unsent = outlet.unsent();
  if (unsent > 0 && unsent + bytes->size() > outbox_bytes_max_) return false;
  outlet.send(bytes);
  place.generation = message->generation;
  place.delivered = message->offset;
  ++count_.deliveries;
  return true;
}

void Readers::ask(Place& place) {
  place.state = Place::State::asking;
  const auto number = static_cast<std::uint32_t>(&place - place.reader->places.get());
  Since since{.positions = {}, .generation = place.generation, .offset = place.delivered};
  desk_.ask({place.topic->name, {loop_, place.reader->id, number}, std::move(since), false});
}

void Readers::take(const Answer& answer) {
  const auto found = readers_.find(answer.seat.reader);
  if (found == readers_.end()) return;
  auto& place = found->second->places[answer.seat.place];
  place.generation = answer.generation;
  place.delivered = answer.offset;
  if (answer.notice) place.reader->outlet->send(bytes_of(*answer.notice, place.reader->form));
  for (const auto& message : answer.messages) {
    if (send(place, message)) continue;
    place.state = Place::State::behind;
    return;
  }
  if (!answer.complete) return ask(place);
  place.state = Place::State::live;
}

void Readers::drained(std::uint64_t reader) {
  const auto found = readers_.find(reader);
  if (found == readers_.end()) return;
  auto& here = *found->second;
  for (std::uint32_t i = 0; i < here.places_count; ++i) {
    auto& place = here.places[i];
    if (place.state != Place::State::behind) continue;
    const auto& newest = place.topic->newest;
    if (!newest || newest->kind == Kind::event) {
      ask(place);
    } else if (send(place, newest)) {
      place.state = Place::State::live;
    }
  }
}

ReadersCount Readers::take_count() {
  return std::exchange(count_, {});
}

}  // namespace vitrine::live
