// The last segment of a picture's URL: `{size}[-q80|-c80].{ext}`, to a Recipe. Pure; fuzzed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "endpoints/pictures_config.h"
#include "failure/result.h"
#include "http/request.h"
#include "images/recipe.h"

namespace vitrine::endpoints {

struct PictureName {
  images::Recipe recipe;
  // The extension was `auto`: the format is still to be chosen from Accept.
  bool automatic = false;
  // As it stood in the URL: "w500", "webp"; for counting.
  std::string_view size;
  std::string_view extension;
};

// not_found for a name that is no picture name, bad_request for a size or quality out of range.
Result<PictureName> parse_picture_file(std::string_view file, int default_quality);

// not_found naming the allowed extensions, not_accepted naming the maximum.
Result<void> check_allowed(const PictureName& name, const PicturesConfig& config);

// The best format for the request's Accept, by q-values: avif, webp or jpeg, where `extensions`
// allows them; ties go to the smaller file. A wildcard counts for jpeg only, because it is sent by
// clients that know nothing newer. Never fails: a client that accepts none of them gets jpeg.
images::Format choose_format(const http::Request& request,
                             const std::vector<std::string>& extensions);

}  // namespace vitrine::endpoints
