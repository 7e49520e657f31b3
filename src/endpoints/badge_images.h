// Pictures of ours as badges, named without a size: "product/image/sale" is the picture `sale` of
// the namespace `product/image`. They are made, kept and shared as all pictures are, and a failure
// is remembered as shortly.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "delivery/delivery.h"
#include "endpoints/label_pictures.h"
#include "endpoints/namespaces.h"
#include "failure/result.h"
#include "images/label.h"
#include "images/recipe.h"
#include "origin/source.h"
#include "runtime/task.h"

namespace vitrine::endpoints {

// PNG or GIF as high as the drawn badge at that scale, and as wide as its shape makes it. Of an
// animation a GIF has all frames, a PNG the first.
images::Recipe badge_file_recipe(int scale, LabelFile file);

// As large as a label gets on a picture.
images::Recipe badge_corner_recipe();

// Lives on: any thread (immutable). What it is given outlives it.
class BadgeImages {
 public:
  BadgeImages(const std::deque<Namespace>& namespaces, delivery::Delivery& delivery);

  // Could there be such a picture? bad_request that names the field, the value and what may stand
  // there. Empty is fine: no picture.
  Result<void> check(std::string_view field, std::string_view image) const;

  // At once, from memory; null when it is not there.
  delivery::Picture find(std::string_view image, const images::Recipe& recipe) const;
  // Fails as a picture's URL does.
  Task<Result<delivery::Picture>> get(std::string image, images::Recipe recipe) const;

 private:
  Result<delivery::Order> order_of(std::string_view image, const images::Recipe& recipe) const;

  const std::deque<Namespace>& namespaces_;
  delivery::Delivery& delivery_;
};

}  // namespace vitrine::endpoints
