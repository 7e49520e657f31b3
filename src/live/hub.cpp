#include "live/hub.h"

#include <algorithm>
#include <source_location>
#include <utility>

#include "failure/check.h"
#include "live/hub_loops.h"

namespace vitrine::live {

Ticket::Ticket(Hub& hub, std::string address, std::vector<SharedTopic> topics)
    : hub_(hub), address_(std::move(address)), topics_(std::move(topics)) {
}

Ticket::~Ticket() {
  hub_.release(address_, topics_);
}

Hub::Hub(const Config& config,
         std::unique_ptr<const Encoder> encoder,
         const std::vector<Executor>& loops,
         TaskGroup& tasks,
         const Clock& clock,
         std::string epoch,
         observe::Metrics& metrics)
    : config_(config),
      encoder_(std::move(encoder)),
      home_(std::make_unique<Home>(
          config_, *encoder_, loops, tasks, clock, std::move(epoch), metrics)),
      refused_readers_(metrics.counter(
          "vitrine_live_refused_total", "Readers that a limit refused.", {{"reason", "readers"}})),
      refused_address_(
          metrics.counter("vitrine_live_refused_total", "", {{"reason", "readers_per_address"}})) {
  for (std::size_t i = 0; i < loops.size(); ++i) {
    loops_.push_back(std::make_unique<Loop>(i, loops[i], config_.outbox_bytes_max, *home_));
  }
  home_->connect(loops_);
  add_metrics(metrics);
}

Hub::~Hub() = default;

void Hub::add_metrics(observe::Metrics& metrics) {
  metrics.gauge("vitrine_live_readers", "Readers of live topics that are connected.", {}, [this] {
    return static_cast<double>(readers_shown_.load(std::memory_order_relaxed));
  });
  metrics.gauge("vitrine_live_topics", "Topics that are being read or always there.", {}, [this] {
    return static_cast<double>(names_.size());
  });
}

void Hub::declare(std::string name, TopicOptions options) {
  names_.declare(std::move(name), std::move(options));
}

void Hub::changed(std::string_view name) {
  // Whoever is admitted later asks for what is the newest then.
  if (!has_readers()) return;
  if (auto topic = names_.mark_changed(name)) home_->post_changed(std::move(topic));
}

void Hub::publish(std::string_view name, Update update) {
  if (auto topic = names_.find(name)) home_->post_update(std::move(topic), std::move(update));
}

Result<std::unique_ptr<Ticket>> Hub::admit(std::string_view address,
                                           const std::vector<std::string>& topics) {
  const auto most = config_.topics_per_reader_max;
  if (topics.size() > most) {
    return fail(
        FailureKind::bad_request,
        std::to_string(topics.size()) + " topics are over the limit of " + std::to_string(most));
  }
  TRY_VOID(count_reader(address));
  std::vector<SharedTopic> taken;
  for (const auto& topic : topics) taken.push_back(names_.take(topic));
  return std::make_unique<Ticket>(*this, std::string(address), std::move(taken));
}

Result<void> Hub::count_reader(std::string_view address) {
  const std::lock_guard lock(mutex_);
  if (readers_ >= config_.readers_max) {
    refused_readers_.add();
    return fail(FailureKind::busy, "There are too many live readers already");
  }
  auto& of_address = readers_of_address_[std::string(address)];
  if (of_address >= config_.readers_per_address_max) {
    refused_address_.add();
    return fail(FailureKind::busy, "There are too many live readers at your address already");
  }
  ++of_address;
  readers_shown_ = ++readers_;
  return {};
}

void Hub::uncount_reader(std::string_view address) {
  const std::lock_guard lock(mutex_);
  readers_shown_ = --readers_;
  const auto found = readers_of_address_.find(std::string(address));
  if (--found->second == 0) readers_of_address_.erase(found);
}

void Hub::release(const std::string& address, const std::vector<SharedTopic>& topics) {
  uncount_reader(address);
  for (const auto& topic : topics) {
    if (names_.give_back(topic)) home_->post_close(topic);
  }
}

Hub::Loop& Hub::here() {
  for (const auto& loop : loops_) {
    if (loop->executor().running_in_this_thread()) return *loop;
  }
  check_failed("a reader of a loop that the hub was not made with",
               std::source_location::current());
}

std::uint64_t Hub::join(const Ticket& ticket,
                        Outlet& outlet,
                        Form form,
                        const std::vector<Position>& since) {
  return here().readers().join(outlet, form, ticket.topics(), since);
}

void Hub::leave(std::uint64_t reader) {
  here().readers().leave(reader);
}

void Hub::drained(std::uint64_t reader) {
  here().readers().drained(reader);
}

}  // namespace vitrine::live
