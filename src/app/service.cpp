#include "app/service.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "app/process_metrics.h"
#include "runtime/run_on.h"
#include "runtime/sleep.h"

namespace vitrine::app {

namespace {

// The part of `drain_seconds` in which requests that wait for an origin are refused.
constexpr std::chrono::milliseconds kLastWordsMax{1000};
// Counting takes milliseconds; what is under way for longer is pictures and slow readers.
constexpr std::chrono::milliseconds kCountingEnds{500};
// What tasks get to end when the answers took all of `drain_seconds`.
constexpr std::chrono::milliseconds kTaskGraceMin{500};
// Less than kTaskGraceMin, because a drain waits for the task that sleeps for it.
constexpr std::chrono::milliseconds kBetweenOpenings{400};

std::vector<UniqueFd> take_named(std::vector<http::InheritedSocket>& sockets,
                                 const std::string& name) {
  std::vector<UniqueFd> taken;
  for (auto& socket : sockets) {
    // A supervisor that names nothing passes sockets of the public port.
    const bool unnamed = socket.name.empty() || socket.name == "unknown";
    if (socket.name == name || (unnamed && name == "http")) taken.push_back(std::move(socket.fd));
  }
  return taken;
}

std::vector<EventLoop*> pointers(std::deque<EventLoop>& loops) {
  std::vector<EventLoop*> all;
  for (auto& loop : loops) all.push_back(&loop);
  return all;
}

std::deque<EventLoop> make_shards(std::size_t count) {
  std::deque<EventLoop> shards;
  for (std::size_t i = 0; i < count; ++i) shards.emplace_back("shard-" + std::to_string(i));
  return shards;
}

std::vector<Executor> executors(std::deque<EventLoop>& shards) {
  std::vector<Executor> all;
  for (auto& shard : shards) all.push_back(shard.executor());
  return all;
}

std::vector<Executor> executors(std::deque<EventLoop>& shards, EventLoop& status_loop) {
  auto all = executors(shards);
  all.push_back(status_loop.executor());
  return all;
}

}  // namespace

Service::Service(const Config& config,
                 const images::Library& library,
                 std::vector<http::InheritedSocket> inherited)
    : config_(config),
      shards_(make_shards(threads_or_cores(config.shard_threads))),
      status_loop_("status"),
      rooms_(config),
      public_records_(threads_or_cores(config.shard_threads),
                      config.log.requests,
                      rooms_.clock,
                      rooms_.metrics,
                      rooms_.log),
      status_records_(1, false, rooms_.clock, rooms_.metrics, rooms_.log),
      status_({.version = VITRINE_VERSION,
               .instance = config.instance,
               .started = rooms_.clock.wall(),
               .render_queue_max = config.delivery.render_queue_max,
               .render_threads = rooms_.render.threads(),
               .connections = [this] { return public_server_.connections(); },
               .store_trouble = [this] { return stores_.trouble(); }},
              rooms_.delivery,
              rooms_.pictures,
              health_,
              rooms_.metrics,
              rooms_.clock),
      gallery_(rooms_.pictures.namespaces(),
               {.enabled = config.gallery,
                .newsletter = config.newsletter,
                .uploads = config.uploads.enabled,
                .dashboard = !endpoints::built_dashboard().empty(),
                .front = front_page()}),
      stores_(config, rooms_.clock, rooms_.metrics, rooms_.log),
      accounts_(config, stores_.accounts(), rooms_.clock, rooms_.metrics, rooms_.log),
      counting_(config, stores_.tallies(), executors(shards_, status_loop_), rooms_),
      sales_(config, stores_, rooms_, counting_.labels),
      live_(config, counting_, sales_, executors(shards_), rooms_),
      uploads_(config, stores_.jobs(), rooms_, live_),
      dashboard_(config, rooms_, gallery_, counting_, uploads_, live_),
      public_server_(config.public_server,
                     public_router(),
                     pointers(shards_),
                     take_named(inherited, "http"),
                     public_records_,
                     rooms_.metrics,
                     rooms_.log),
      status_server_(config.status_server,
                     operator_router(),
                     {&status_loop_},
                     take_named(inherited, "status"),
                     status_records_,
                     rooms_.metrics,
                     rooms_.log),
      events_(config.events, [this] { return rooms_.clock.wall(); }, rooms_.log) {
  add_process_metrics(rooms_.metrics, rooms_.log, library, config.instance);
  add_events();
}

Service::~Service() {
  public_server_.stop();
  status_server_.stop();
  // Its threads call the rooms that are destroyed before it.
  uploads_.stop();
  stores_.stop();
  for (auto& shard : shards_) shard.stop();
  status_loop_.stop();
}

// What is at `/` without a gallery.
http::Handler Service::front_page() {
  if (!endpoints::built_dashboard().empty()) {
    return [](const http::Request&) -> http::Answer {
      return http::Response::redirect(302, "/dashboard/");
    };
  }
  if (!config_.uploads.enabled) return nullptr;
  return [this](const http::Request&) -> http::Answer { return uploads_.uploads.form(); };
}

http::Router Service::public_router() {
  rooms_.pictures.show_badges(counting_.badges);
  http::Router router;
  gallery_.add_routes(router);
  status_.add_health_routes(router);
  accounts_.add_public_routes(router);
  counting_.add_public_routes(router, accounts_.access);
  sales_.purchases.add_public_routes(router, accounts_.access);
  // As the numbers that they show.
  sales_.pictures.add_routes(router, [this](http::Handler handler) {
    if (config_.sales.seen_by_all) return handler;
    return accounts_.access.guarded(accounts::Right::view, std::move(handler));
  });
  guard_live(live_.live, accounts_.access, config_.sales.seen_by_all);
  live_.live.add_routes(router);
  uploads_.add_public_routes(router, accounts_.access);
  dashboard_.add_public_routes(router, accounts_.access);
  rooms_.pictures.add_public_routes(router, accounts_.access);
  return router;
}

http::Router Service::operator_router() {
  http::Router router;
  status_.add_operator_routes(router);
  counting_.add_operator_routes(router);
  sales_.purchases.add_operator_routes(router);
  uploads_.add_operator_routes(router);
  rooms_.pictures.add_operator_routes(router);
  return router;
}

// The names that S3's image server sent.
void Service::add_events() {
  const std::string prefix = "stats.image_server.";
  auto& pictures = rooms_.pictures;
  auto& metrics = rooms_.metrics;
  events_.add(prefix + "image_request", [&pictures] {
    std::uint64_t all = 0;
    for (const char* extension : endpoints::Pictures::kExtensions) {
      all += pictures.requested(extension);
    }
    return all;
  });
  for (const char* extension : endpoints::Pictures::kExtensions) {
    events_.add(prefix + "image_request." + extension,
                [&pictures, extension] { return pictures.requested(extension); });
  }
  events_.add(prefix + "image_request_fail", [&pictures] { return pictures.failed(); });
  auto& downloaded =
      metrics.counter("vitrine_delivery_originals_total", "", {{"result", "downloaded"}});
  auto& unavailable =
      metrics.counter("vitrine_delivery_originals_total", "", {{"result", "unavailable"}});
  events_.add(prefix + "original_downloaded", [&downloaded] { return downloaded.value(); });
  events_.add(prefix + "original_unavailable", [&unavailable] { return unavailable.value(); });
}

// What the rooms keep is read back here, and what they put into the store at a start is put.
bool Service::open_store() {
  const bool opened = stores_.open([this] { counting_.tallies.start(); });
  if (opened) {
    uploads_.start();
    rooms_.tasks.start(
        shards_.front().executor(), "newsletter", counting_.newsletter.put_campaign());
    rooms_.tasks.start(shards_.back().executor(), "demo sales", sales_.demo.run());
  }
  return opened;
}

Task<void> Service::keep_opening_store() {
  for (bool opened = false; !opened && !draining_;) {
    co_await sleep_for(kBetweenOpenings);
    try {
      opened = co_await run_on(rooms_.files, [this] { return open_store(); });
    } catch (const std::exception& error) {
      // Waiting does not mend it; a start says what to do.
      rooms_.log.error("store", error.what());
      health_.give_up("the store cannot be opened");
      co_return;
    }
  }
}

void Service::start() {
  const bool opened = open_store();
  for (auto& shard : shards_) shard.start();
  status_loop_.start();
  rooms_.tasks.start(shards_.front().executor(), "scan", rooms_.delivery.scan());
  if (!opened) rooms_.tasks.start(shards_.front().executor(), "store", keep_opening_store());
  rooms_.tasks.start(shards_.front().executor(), "live watch", live_.live.watch().run());
  rooms_.tasks.start(status_loop_.executor(), "overview", dashboard_.overview.run());
  status_server_.start();
  public_server_.start();
  events_.start();
  health_.clear_reason(observe::Health::kStarting);
}

std::vector<PassedSocket> Service::sockets() const {
  std::vector<PassedSocket> all;
  for (const int fd : public_server_.listening_fds()) all.push_back({"http", fd});
  for (const int fd : status_server_.listening_fds()) all.push_back({"status", fd});
  return all;
}

bool Service::drain() {
  using std::chrono::milliseconds;
  health_.add_reason(observe::Health::kDraining);
  draining_ = true;
  rooms_.delivery.stop_background();
  sales_.demo.stop();
  live_.live.watch().stop();
  dashboard_.overview.stop();
  public_server_.drain();
  const auto until = rooms_.clock.steady() + config_.drain_time_max;
  // The process after this one waits for the store: give it up as soon as nothing counts any more,
  // while slow readers are still being served.
  const auto counting = std::min(kCountingEnds, std::chrono::milliseconds(config_.drain_time_max));
  public_server_.wait_drained(counting);
  uploads_.stop();
  stores_.stop();
  const auto last_words =
      std::min(kLastWordsMax, std::chrono::ceil<milliseconds>(config_.drain_time_max / 2));
  const auto patience = until - last_words - rooms_.clock.steady();
  bool answered = public_server_.wait_drained(
      std::max(std::chrono::ceil<milliseconds>(patience), milliseconds(0)));
  // Who still waits for a slow origin is told so, instead of being cut off when the time is over.
  rooms_.origins.stop();
  answered = answered || public_server_.wait_drained(last_words);
  status_server_.drain();
  const auto left = std::chrono::ceil<milliseconds>(until - rooms_.clock.steady());
  const bool ended = rooms_.tasks.wait_for(std::max(left, kTaskGraceMin));
  events_.stop();
  return answered && ended;
}

}  // namespace vitrine::app
