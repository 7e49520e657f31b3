// Campaign links:
//
//   GET /fwd/{campaign}/{item}[?to=URL&sig=…]  counts the click, then 302 to the item's address
//   GET /info/{campaign}/{item}                what was counted, and the badge
//
// There is no open redirect: an address comes from the registered item, or is signed. HEAD and
// prefetches are redirected without being counted.
#pragma once

#include <string>
#include <string_view>

#include "http/router.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

struct ClicksConfig {
  // Of ?to= (signature.h); raw bytes. Nothing is signed while the key is empty.
  std::string signing_key;
  std::string signing_salt;
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Clicks {
 public:
  Clicks(ClicksConfig config, tallies::Tallies& tallies);

  void add_routes(http::Router& router);

 private:
  http::Answer forward(const http::Request& request);
  Task<Result<http::Response>> count(const http::Request& request,
                                     std::string target,
                                     tallies::Registered registered);
  // Where the link leads. Empty: nowhere, and the click counts all the same (campaigns.open).
  Result<std::string> target_of(const http::Request& request) const;
  http::Answer info(const http::Request& request) const;

  const ClicksConfig config_;
  tallies::Tallies& tallies_;
};

// {"campaign","item","clicks","rank","hot_minutes","minutes":[60 × 0 or 1, oldest first],"badge",
// "url","title","image"}.
std::string item_json(std::string_view campaign, const tallies::Item& item);

}  // namespace vitrine::endpoints
