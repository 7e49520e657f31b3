// GET /pictures/overview: what there is to order pictures of, which sizes are asked for, and how
// full the caches are. For screens: numbers from memory only.
#pragma once

#include <string>
#include <vector>

#include "delivery/delivery.h"
#include "endpoints/access.h"
#include "endpoints/picture_rates.h"
#include "endpoints/pictures.h"
#include "http/router.h"

namespace vitrine::endpoints {

struct PictureBoardFacts {
  std::vector<std::string> extensions;
  std::uint32_t width_max = 0;
  std::uint32_t height_max = 0;
  int quality = 0;
  std::uint64_t memory_bytes_max = 0;
  std::uint64_t disk_bytes_max = 0;
  // Paths of originals that may be shown, percent-encoded, without the first slash.
  std::vector<std::string> originals;
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class PictureBoard {
 public:
  PictureBoard(PictureBoardFacts facts,
               const Pictures& pictures,
               const delivery::Delivery& delivery,
               const PictureRates& rates);

  void add_public_routes(http::Router& router, const Access& access);

  // {"namespaces":[{"name","uploads","asked":["w500-q80.webp"]}],"originals":["product/image/1"],
  //  "extensions","maximum_width","maximum_height","quality","per_second","hit_rate",
  //  "delivered":{"memory","disk","rendered"},"rendering","fetching",
  //  "cache":{"memory":{"entries","bytes","limit"},"disk":{…}}}
  std::string shown() const;

 private:
  const PictureBoardFacts facts_;
  const Pictures& pictures_;
  const delivery::Delivery& delivery_;
  const PictureRates& rates_;
};

}  // namespace vitrine::endpoints
