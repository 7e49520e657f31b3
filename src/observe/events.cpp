#include "observe/events.h"

#include <pthread.h>

#include <utility>

#include <fmt/format.h>

namespace vitrine::observe {

Events::Events(const EventsConfig& config, Now now, Log& log) : now_(std::move(now)), log_(log) {
  if (!config.graphite.host.empty()) {
    add_feed("graphite", config.graphite, make_graphite(config.graphite));
  }
  if (!config.statsd.host.empty()) add_feed("statsd", config.statsd, make_statsd(config.statsd));
}

Events::~Events() {
  stop();
}

void Events::add_feed(const char* kind,
                      const HostAddress& address,
                      std::unique_ptr<EventHost> host) {
  feeds_.push_back({.what = fmt::format("{} {}:{}", kind, address.host, address.port),
                    .host = std::move(host),
                    .told = {}});
}

void Events::add(std::string name, std::function<std::uint64_t()> read) {
  const auto now = read();
  counted_.push_back({std::move(name), std::move(read)});
  for (auto& feed : feeds_) feed.told.push_back(now);
}

void Events::start(std::chrono::milliseconds interval) {
  if (feeds_.empty() || thread_.joinable()) return;
  thread_ = std::thread([this, interval] { run(interval); });
}

void Events::stop() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Events::run(std::chrono::milliseconds interval) {
  pthread_setname_np(pthread_self(), "events");
  bool stopping = false;
  while (!stopping) {
    {
      std::unique_lock lock(mutex_);
      stopping = wake_.wait_for(lock, interval, [this] { return stopping_; });
    }
    send_increments();
  }
}

void Events::send_increments() {
  std::vector<std::uint64_t> counts;
  counts.reserve(counted_.size());
  for (const auto& counted : counted_) counts.push_back(counted.read());
  for (auto& feed : feeds_) feed_increments(feed, counts);
}

void Events::feed_increments(Feed& feed, const std::vector<std::uint64_t>& counts) {
  std::vector<Increment> increments;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > feed.told[i])
      increments.push_back({counted_[i].name, counts[i] - feed.told[i]});
  }
  if (increments.empty()) return;
  const auto sent = feed.host->send(increments, now_());
  if (sent) feed.told = counts;
  // One line when it goes away and one when it is back, however long it was away.
  if (!sent && !feed.away) {
    log_.warning(
        "observe",
        fmt::format(
            "{} is away: {}: {}", feed.what, sent.error().public_message, sent.error().detail));
  }
  if (sent && feed.away) log_.info("observe", feed.what + " is back");
  feed.away = !sent;
}

}  // namespace vitrine::observe
