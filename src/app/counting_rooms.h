// The rooms that count and show what was counted, built in order from a configuration.
#pragma once

#include <vector>

#include "app/config.h"
#include "app/picture_rooms.h"
#include "endpoints/access.h"
#include "endpoints/badge_images.h"
#include "endpoints/badges.h"
#include "endpoints/campaign_mail.h"
#include "endpoints/campaigns.h"
#include "endpoints/clicks.h"
#include "endpoints/label_pictures.h"
#include "endpoints/newsletter.h"
#include "endpoints/views.h"
#include "http/router.h"
#include "observe/health.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/task_group.h"
#include "tallies/log.h"
#include "tallies/tallies.h"

namespace vitrine::app {

// Lives on: any thread (built and destroyed by main).
struct CountingRooms {
  // `loops`: those on which requests are answered. `pictures` outlives these rooms. The store must
  // be stopped before these rooms are destroyed.
  CountingRooms(const Config& config,
                tallies::Log& store,
                const std::vector<Executor>& loops,
                PictureRooms& pictures);
  CountingRooms(const CountingRooms&) = delete;
  CountingRooms& operator=(const CountingRooms&) = delete;

  void add_public_routes(http::Router& router, const endpoints::Access& access);
  void add_operator_routes(http::Router& router);

  tallies::Tallies tallies;
  endpoints::LabelPictures labels;
  endpoints::BadgeImages badge_images;
  endpoints::Badges badges;
  endpoints::Clicks clicks;
  endpoints::Campaigns campaigns;
  endpoints::CampaignMail campaign_mail;
  endpoints::Views views;
  endpoints::Newsletter newsletter;
};

}  // namespace vitrine::app
