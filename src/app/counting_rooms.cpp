#include "app/counting_rooms.h"

#include "app/late_store.h"
#include "crypto/token.h"
#include "store/redis/tally_log.h"

namespace vitrine::app {

namespace {

std::unique_ptr<tallies::Log> make_store(const Config& config,
                                         const Clock& clock,
                                         observe::Metrics& metrics,
                                         observe::Log& log) {
  if (sqlite_file(config)) return std::make_unique<LateStore>(config, clock, metrics, log);
  store::redis::TallyLogConfig redis;
  redis.address = store::redis::parse_redis_address(config.store).value();
  return std::make_unique<store::redis::TallyLog>(redis, metrics, log);
}

}  // namespace

CountingRooms::CountingRooms(const Config& config,
                             const std::vector<Executor>& loops,
                             Pool& render,
                             TaskGroup& tasks,
                             const Clock& clock,
                             observe::Metrics& metrics,
                             observe::Log& log)
    : store(make_store(config, clock, metrics, log)),
      tallies(config.tallies, *store, loops, tasks, clock, crypto::random_bytes, metrics),
      labels(render, config.label_queue_max),
      badges(config.badges, tallies, labels),
      clicks({config.pictures.signing_key, config.pictures.signing_salt}, tallies),
      campaigns(config.pictures.operator_key, tallies),
      views(
          [&] {
            auto views_config = config.views;
            views_config.instance = config.instance;
            return views_config;
          }(),
          tallies,
          labels),
      newsletter(config.newsletter, tallies) {
}

CountingRooms::~CountingRooms() {
  store->stop();
}

void CountingRooms::add_public_routes(http::Router& router) {
  badges.add_routes(router);
  clicks.add_routes(router);
  campaigns.add_public_routes(router);
  views.add_routes(router);
  newsletter.add_routes(router);
}

void CountingRooms::add_operator_routes(http::Router& router) {
  campaigns.add_operator_routes(router);
}

}  // namespace vitrine::app
