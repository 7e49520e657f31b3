// What of an original's metadata a result keeps: the timing of an animation, and who made it if the
// namespace wants that. Everything else (place, camera, thumbnails, profile) is left behind,
// because pixels are taken to memory without metadata and only this is put on them again.
#pragma once

#include <vector>

#include <vips/vips8>

#include "images/credit.h"
#include "images/plan.h"

namespace vitrine::images {

struct Notes {
  // Of each frame, in ms; empty for a still picture.
  std::vector<int> delays;
  // 0 is for ever.
  int loop = 0;
  // Written as EXIF, in PNG as text; GIF has no room for it.
  Credit credit;
};

Notes read_notes(const vips::VImage& original, const Plan& plan);
vips::VImage put_notes(const vips::VImage& image, const Notes& notes, const Plan& plan);

}  // namespace vitrine::images
