// Page views:
//
//   POST /views/{page}              counts and answers the counts
//   GET  /views/{page}              the counts, without counting; ?history=minutes for one ring
//   GET  /views/{page}.gif          counts, 43 bytes
//   GET  /views/{page}.svg, .png    a counter as a picture; ?show=last_minute|last_hour|today|total
//   GET  /vitrine.js                the snippet that counts a page
//   GET  /hello                     counts the page "hello", in words
#pragma once

#include <string>
#include <string_view>

#include "endpoints/label_pictures.h"
#include "http/router.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

struct ViewsConfig {
  // The name of this process, in the answers.
  std::string instance;
  // Who sends Sec-GPC or DNT is counted in no number of visitors.
  bool honour_privacy = true;
  // Believe the last address of X-Forwarded-For: only behind a proxy that writes it.
  bool behind_proxy = false;
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Views {
 public:
  Views(ViewsConfig config, tallies::Tallies& tallies, LabelPictures& pictures);

  void add_routes(http::Router& router);

  // What GET /views/{page} answers, without its line end. bad_request: the name.
  Result<std::string> shown(std::string_view page) const;

 private:
  Task<Result<http::Response>> count(const http::Request& request);
  Task<Result<http::Response>> pixel(const http::Request& request, std::string_view page);
  Task<Result<http::Response>> hello(const http::Request& request);
  http::Answer read(const http::Request& request) const;
  http::Answer get(const http::Request& request);
  Task<Result<http::Response>> picture(const http::Request& request,
                                       std::string_view page,
                                       LabelFile file);
  Task<Result<tallies::PageCounts>> counted(const http::Request& request, std::string_view page);
  std::string json(std::string_view page, const tallies::PageCounts& counts) const;

  const ViewsConfig config_;
  const std::string end_of_json_;
  tallies::Tallies& tallies_;
  LabelPictures& pictures_;
};

}  // namespace vitrine::endpoints
