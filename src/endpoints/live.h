// What is pushed to browsers and programs:
//
//   GET /live            WebSocket
//   GET /live/events     server-sent events
//       ?topics=purchases,sales,jobs,overview,views,views:home,campaign:july1
//                                                     what to read; purchases,sales if none
//       ?since=epoch:offset[,…]                               what the reader has; also
//       Last-Event-ID
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "endpoints/campaigns.h"
#include "endpoints/live_watch.h"
#include "endpoints/views.h"
#include "http/router.h"
#include "http/stream.h"
#include "live/hub.h"

namespace vitrine::endpoints {

struct LiveConfig {
  // Other origins than our own whose pages may read: "https://shop.example", or "*".
  std::vector<std::string> origins;
  // Believe the last address of X-Forwarded-For, for the limit of readers per address.
  bool behind_proxy = false;
};

// What the shop's sales have to say. Called on the hub's home loop, which they do not block.
struct LiveSales {
  // {"purchases":[…]}, and the offset in the log that it shows.
  std::function<Task<Result<live::Update>>()> newest;
  // The same of what was committed behind an offset.
  std::function<Task<Result<std::optional<live::Page>>>(std::uint64_t after)> behind;
  // {"topSellers":{…},"purchaseHistory":[…]}, without a position.
  std::function<Task<Result<live::Update>>()> overview;
};

// May whoever sent this request read these topics? A failure is what they are answered. Null:
// everybody may, so nobody has to be asked about again.
using LiveGuard = std::function<Task<Result<StillMay>>(const http::Request& request,
                                                       const std::vector<std::string>& topics)>;

// Lives on: any thread (immutable once the server runs). Outlives the server whose router it is
// added to; the others outlive it.
class Live {
 public:
  // Declares views:NAME and campaign:NAME.
  Live(LiveConfig config, live::Hub& hub, const Views& views, const Campaigns& campaigns);

  // Before the server starts. Declares purchases and sales; whoever records a purchase calls
  // hub.changed("purchases").
  void add_sales(LiveSales sales);

  // Before the server starts. Declares a state; `shown` gives an object as JSON, and is called on
  // the hub's home loop, which it does not block: when whoever changes it calls hub.changed(topic),
  // and each `refresh` while somebody reads (zero: never).
  void add_state(std::string topic,
                 std::chrono::milliseconds refresh,
                 std::function<Task<Result<std::string>>()> shown);

  // Everybody may, without one.
  void set_guard(LiveGuard guard) { guard_ = std::move(guard); }

  // To be run for as long as the server runs, when there is a guard.
  LiveWatch& watch() { return watch_; }

  void add_routes(http::Router& router);

 private:
  http::Answer open(const http::Request& request, http::StreamKind kind);
  Task<Result<http::Response>> open_guarded(const http::Request& request, http::StreamKind kind);
  Result<std::shared_ptr<LiveReader>> admit(const http::Request& request,
                                            http::StreamKind kind,
                                            const std::vector<std::string>& topics);
  Result<std::vector<std::string>> topics_of(const http::Request& request) const;
  Result<void> check_topic(const std::string& topic) const;
  Result<std::vector<live::Position>> since_of(const http::Request& request) const;

  const LiveConfig config_;
  live::Hub& hub_;
  const Views& views_;
  const Campaigns& campaigns_;
  LiveGuard guard_;
  LiveWatch watch_;
};

}  // namespace vitrine::endpoints
