#include "app/counting_rooms.h"

#include "crypto/token.h"

namespace vitrine::app {

CountingRooms::CountingRooms(const Config& config,
                             tallies::Log& store,
                             const std::vector<Executor>& loops,
                             PictureRooms& pictures)
    : tallies(config.tallies,
              store,
              loops,
              pictures.tasks,
              pictures.clock,
              crypto::random_bytes,
              pictures.metrics),
      labels(pictures.render, pictures.tasks, config.label_queue_max),
      badge_images(pictures.pictures.namespaces(), pictures.delivery),
      badges(config.badges, tallies, labels, badge_images),
      clicks({config.pictures.signing_key, config.pictures.signing_salt}, tallies),
      campaigns(tallies, badge_images),
      campaign_mail(tallies),
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

void CountingRooms::add_public_routes(http::Router& router, const endpoints::Access& access) {
  badges.add_routes(router);
  clicks.add_routes(router);
  campaigns.add_public_routes(router, access);
  campaign_mail.add_public_routes(router, access);
  views.add_routes(router);
  newsletter.add_routes(router);
}

void CountingRooms::add_operator_routes(http::Router& router) {
  campaigns.add_operator_routes(router);
}

}  // namespace vitrine::app
