#include "app/live_rooms.h"

#include "crypto/digest.h"
#include "crypto/token.h"
#include "endpoints/live_encoder.h"
#include "endpoints/live_sales.h"

namespace vitrine::app {

namespace {

// Of what this process numbers itself.
std::string new_epoch() {
  constexpr std::size_t kBytes = 6;
  return crypto::hex(crypto::random_bytes(kBytes));
}

endpoints::LiveConfig endpoint_config(const Config& config) {
  return {.origins = config.live_origins, .behind_proxy = config.views.behind_proxy};
}

}  // namespace

LiveRooms::LiveRooms(const Config& config,
                     CountingRooms& counting,
                     SalesRooms& sales,
                     const std::vector<Executor>& loops,
                     PictureRooms& rooms)
    : hub(config.live,
          std::make_unique<endpoints::LiveEncoder>(),
          loops,
          rooms.tasks,
          rooms.clock,
          new_epoch(),
          rooms.metrics),
      live(endpoint_config(config), hub, counting.views, counting.campaigns) {
  counting.tallies.on_change([this](tallies::Subject subject, std::string_view name) {
    if (!hub.has_readers()) return;
    const bool page = subject == tallies::Subject::page;
    hub.changed(std::string(page ? "views:" : "campaign:").append(name));
  });
  live.add_sales(endpoints::live_sales(sales.sales));
  sales.sales.on_change([this](sales::Offset) { hub.changed("purchases"); });
}

}  // namespace vitrine::app
