// What happens now, on one screen:
//
//   GET /overview    rates, queue, hot items and pages, in a few numbers; topic `overview`
//   GET /views       the pages with most views in the last hour, with their minutes; topic `views`
//
// Each is made at most once a second, however many ask, since it looks at a hundred names.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "endpoints/access.h"
#include "endpoints/live.h"
#include "endpoints/picture_rates.h"
#include "http/router.h"
#include "jobs/jobs.h"
#include "runtime/clock.h"
#include "runtime/task.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

struct OverviewFacts {
  std::string version;
  std::string instance;
};

// A text that is made anew when it is asked for and older than a second. Lives on: any thread.
class KeptText {
 public:
  // Empty: it is to be made.
  std::string fresh(SteadyTime now) const;
  void keep(std::string text, SteadyTime now);

 private:
  mutable std::mutex mutex_;
  std::string text_;
  SteadyTime made_;
};

// Lives on: any thread; run() on one loop. Outlives the server whose router it is added to, and
// the hub; the rooms that it is given outlive it.
class Overview {
 public:
  Overview(OverviewFacts facts,
           const tallies::Tallies& tallies,
           jobs::Jobs& jobs,
           observe::Metrics& metrics,
           const Clock& clock);

  // For those who may see campaigns and queues.
  void add_public_routes(http::Router& router, const Access& access);
  // Declares `overview` and `views`; before the server starts.
  void add_topics(Live& live);

  // Looks at the counters once a second, until stop().
  Task<void> run();

  void stop() { stopping_ = true; }

  const PictureRates& pictures() const { return pictures_; }

  // {"instance","version","pictures_per_second","cache_hit_rate","views_last_minute",
  //  "clicks_last_minute","queue":{"waiting","working","failed"},
  //  "hot":[{"campaign","item","title","clicks","hot_minutes"}],
  //  "pages":[{"page","last_minute","last_hour"}]}
  // The hit rate is null while there were no pictures, the queue while its store is away.
  Task<Result<std::string>> shown();
  // {"pages":[{"page","last_minute","last_hour","today","total","visitors_today","minutes":[60]}]}
  Task<Result<std::string>> shown_pages();

 private:
  Task<std::string> make();
  std::string make_pages() const;

  const OverviewFacts facts_;
  const tallies::Tallies& tallies_;
  jobs::Jobs& jobs_;
  const Clock& clock_;
  PictureRates pictures_;
  KeptText overview_;
  KeptText pages_;
  std::atomic<bool> stopping_{false};
};

}  // namespace vitrine::endpoints
