// GET /demo/email: a newsletter with three products, live badges and click links, as a mail client
// shows it: tables, pictures and links, no script and no style sheet.
#pragma once

#include "http/router.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Newsletter {
 public:
  // Off: there is no such page.
  Newsletter(bool enabled, tallies::Tallies& tallies);

  void add_routes(http::Router& router) const;
  // Registers its campaign and items, unless they are there. On a loop of the tallies.
  Task<void> put_campaign();

 private:
  http::Response page(const http::Request& request) const;

  const bool enabled_;
  tallies::Tallies& tallies_;
};

}  // namespace vitrine::endpoints
