// Badges of items, as pictures that tell the truth of the moment:
//
//   GET /badge/{campaign}/{item}/{unique}          307 to /badges/{popular|hot|blank}-{version}.png
//   GET /badge/{campaign}/{item}/{unique}.png      200 with the bytes; also .gif, .svg and .json
//   GET /badges/{popular|hot|blank}-{version}.png  what the redirect leads to
//
// `unique` only keeps mail proxies from sharing one copy. `?scale=2` draws it for sharp displays. A
// badge never fails: whatever is unknown, or cannot be drawn now, has the blank one, and so has
// every other path below /badge/, whatever is wrong with it: broken escapes, segments that are
// empty, too many or missing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "endpoints/label_pictures.h"
#include "http/router.h"
#include "images/label.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

struct BadgesConfig {
  // Where a campaign says nothing else.
  std::string popular_text = "POPULAR";
  std::string hot_text = "HOT";
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Badges {
 public:
  Badges(BadgesConfig config, const tallies::Tallies& tallies, LabelPictures& pictures);

  void add_routes(http::Router& router);

  // What an item shows now; blank for one that is not there.
  images::Label label_of(std::string_view campaign, std::string_view item) const;

 private:
  images::Label label_of(tallies::Badge badge, const tallies::CampaignSettings& settings) const;
  tallies::Badge badge_of(std::string_view campaign, std::string_view item) const;
  http::Answer badge(const http::Request& request);
  http::Answer malformed(const http::Request& request) const;
  http::Response blank(const http::Request& request, LabelFile file) const;
  http::Answer file(const http::Request& request);
  http::Answer picture(const http::Request& request, images::Label label, LabelFile file);
  Task<Result<http::Response>> draw(const http::Request& request,
                                    images::Label label,
                                    int scale,
                                    LabelFile file);
  std::optional<images::Label> label_named(std::string_view kind, std::string_view version) const;

  const BadgesConfig config_;
  const tallies::Tallies& tallies_;
  LabelPictures& pictures_;
  // The blank badge at scale 1, by LabelFile: there when nothing can be drawn.
  const std::array<LabelPicture, 3> blanks_;
};

}  // namespace vitrine::endpoints
