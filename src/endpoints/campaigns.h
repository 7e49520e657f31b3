// Campaigns and their items, for operators:
//
//   GET            /campaigns                               all of them
//   PUT|GET|DELETE /campaigns/{campaign}                    {"popular_text","hot_text",
//                                                            "popular_image","hot_image"}
//   PUT|GET|DELETE /campaigns/{campaign}/items/{item}       {"url","title","image"}
#pragma once

#include <string>

#include "endpoints/access.h"
#include "endpoints/badge_images.h"
#include "http/router.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Campaigns {
 public:
  Campaigns(tallies::Tallies& tallies, const BadgeImages& badge_images);

  // For those who may see them, and for operators.
  void add_public_routes(http::Router& router, const Access& access);
  // For everybody, on the operators' port.
  void add_operator_routes(http::Router& router);

  // What GET /campaigns/{campaign} answers, with the first `items` of it. not_found; bad_request:
  // the name.
  Result<std::string> shown(std::string_view campaign, std::size_t items) const;

 private:
  using Handle = http::Answer (Campaigns::*)(const http::Request&);
  void add(http::Router& router, const Access* access);
  http::Answer all(const http::Request& request);
  http::Answer get_campaign(const http::Request& request);
  http::Answer put_campaign(const http::Request& request);
  http::Answer drop_campaign(const http::Request& request);
  http::Answer get_item(const http::Request& request);
  http::Answer put_item(const http::Request& request);
  http::Answer drop_item(const http::Request& request);
  Task<Result<http::Response>> store(std::string campaign, tallies::CampaignSettings settings);
  Task<Result<http::Response>> store(std::string campaign,
                                     std::string item,
                                     tallies::ItemSettings settings);
  Task<Result<http::Response>> dropped(Task<Result<void>> drop);
  std::string campaign_json(const tallies::Campaign& campaign, std::size_t items_shown) const;

  tallies::Tallies& tallies_;
  const BadgeImages& badge_images_;
};

}  // namespace vitrine::endpoints
