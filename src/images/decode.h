// Original bytes to lazy pixels. Only the libvips loader of the surveyed format is called, on
// memory: libvips never guesses. `original` must outlive every image made from it. VError may be
// thrown.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <vips/vips8>

#include "images/plan.h"
#include "images/survey/survey.h"

namespace vitrine::images {

// The header read by libvips; no pixel is decoded yet.
struct Opened {
  vips::VImage image;
  Source source;
  // Which trouble of its decoder is a failure.
  VipsFailOn fail_on = VIPS_FAIL_ON_TRUNCATED;
  // Survey::cut.
  bool cut = false;
};

// unsupported: over a limit.
Result<Opened> open(std::string_view original, const Limits& limits);

struct Decoded {
  // What `image` reads, where that is not the original itself. Outlives it.
  std::unique_ptr<const std::string> shortened;
  // The first frame, or all frames of the plan one below another; shrunk as the plan says. Rows
  // come in order, from the top, once.
  vips::VImage image;
};

Decoded decode(std::string_view original, const Opened& opened, const Plan& plan);

}  // namespace vitrine::images
