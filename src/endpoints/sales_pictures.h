// Sales as pictures, so that a dashboard fits in an e-mail:
//
//   GET /live/sales.png        the last hour by the minute; also .svg; ?value=revenue, ?scale=2
//   GET /live/top-sellers.png  the five that earned most; also .svg; ?scale=2
//
// The tag of a picture is that of what it shows: it changes with a sale or a minute, and a picture
// is drawn once for each state however many ask.
#pragma once

#include <functional>
#include <string>

#include "endpoints/label_pictures.h"
#include "http/router.h"
#include "images/chart.h"
#include "runtime/clock.h"
#include "sales/sales.h"

namespace vitrine::endpoints {

struct SalesPicturesConfig {
  // Whoever has a signed address (signature.h) sees its picture: mail clients do not log in.
  std::string signing_key;
  std::string signing_salt;
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class SalesPictures {
 public:
  SalesPictures(SalesPicturesConfig config, sales::Sales& sales, LabelPictures& pictures);

  // `guard` lets those through to a handler who may see sales without a signature.
  void add_routes(http::Router& router, const std::function<http::Handler(http::Handler)>& guard);

 private:
  using Reply = Task<Result<http::Response>>;
  using Show = Reply (SalesPictures::*)(const http::Request&, LabelFile);

  Reply last_hour(const http::Request& request, LabelFile file);
  Reply top_sellers(const http::Request& request, LabelFile file);
  Reply shown(const http::Request& request, images::Chart chart, LabelFile file);

  const SalesPicturesConfig config_;
  sales::Sales& sales_;
  LabelPictures& pictures_;
};

}  // namespace vitrine::endpoints
