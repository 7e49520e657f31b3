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
//
// A campaign may have a picture of ours in place of the words (badge_images.h). .svg keeps the
// words, .json names the picture; while it cannot be had, the words are shown.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "endpoints/badge_images.h"
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
  // What an item shows.
  struct Shown {
    tallies::Badge badge = tallies::Badge::blank;
    // In words.
    images::Label label;
    // The picture in their place, by namespace and id; empty for none.
    std::string image;
  };

  Badges(BadgesConfig config,
         const tallies::Tallies& tallies,
         LabelPictures& pictures,
         const BadgeImages& images);

  void add_routes(http::Router& router);

  // What an item shows now; blank for one that is not there.
  Shown shown(std::string_view campaign, std::string_view item) const;
  // To be put onto a picture; absent when its own picture is not in memory.
  std::optional<images::Label> label_now(const Shown& shown) const;
  // Fetches that first. Has the words when it cannot be had, or is too large to be in memory.
  Task<images::Label> label_for(Shown shown) const;

 private:
  Shown shown_by(tallies::Badge badge, const tallies::CampaignSettings& settings) const;
  http::Answer badge(const http::Request& request);
  http::Answer malformed(const http::Request& request) const;
  http::Response blank(const http::Request& request, LabelFile file) const;
  http::Answer file(const http::Request& request);
  http::Answer picture(const http::Request& request, Shown shown, LabelFile file);
  Task<Result<http::Response>> fetch(const http::Request& request,
                                     Shown shown,
                                     int scale,
                                     LabelFile file);
  Task<Result<http::Response>> draw(const http::Request& request,
                                    images::Label label,
                                    int scale,
                                    LabelFile file);
  std::optional<Shown> named(std::string_view kind, std::string_view version) const;

  const BadgesConfig config_;
  const tallies::Tallies& tallies_;
  LabelPictures& pictures_;
  const BadgeImages& images_;
  // The blank badge at scale 1, by LabelFile: there when nothing can be drawn.
  const std::array<LabelPicture, 3> blanks_;
};

}  // namespace vitrine::endpoints
