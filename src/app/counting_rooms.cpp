#include "app/counting_rooms.h"

#include "crypto/token.h"

namespace vitrine::app {

CountingRooms::CountingRooms(const Config& config,
                             tallies::Log& store,
                             const std::vector<Executor>& loops,
                             Pool& render,
                             TaskGroup& tasks,
                             const Clock& clock,
                             observe::Metrics& metrics)
    : tallies(config.tallies, store, loops, tasks, clock, crypto::random_bytes, metrics),
      labels(render, tasks, config.label_queue_max),
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
