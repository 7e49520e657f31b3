// GET /campaigns/{campaign}/newsletter: the items of a campaign as a mail that counts, to look at
// and to copy: tables, pictures, links and badges, with whole addresses and no script.
//
//   ?base=https://pictures.example.com   where readers find this server; the host that was asked
//                                        if none
//   ?unique={{recipient}}                what makes each reader's badge address another one
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "endpoints/access.h"
#include "http/router.h"
#include "tallies/tallies.h"

namespace vitrine::endpoints {

struct MailAddresses {
  // "https://pictures.example.com", without a slash at its end.
  std::string base;
  std::string unique;
};

// Pure. Items without an address are left out, for their links would lead nowhere.
std::string campaign_mail(std::string_view campaign,
                          const std::vector<tallies::Item>& items,
                          const MailAddresses& addresses);

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class CampaignMail {
 public:
  explicit CampaignMail(const tallies::Tallies& tallies) : tallies_(tallies) {}

  void add_public_routes(http::Router& router, const Access& access);

 private:
  http::Answer page(const http::Request& request, const Access& access) const;

  const tallies::Tallies& tallies_;
};

}  // namespace vitrine::endpoints
