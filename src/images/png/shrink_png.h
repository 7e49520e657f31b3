// A PNG file to the finished pixels of a result: resized in linear light, cut, and on white where
// the plan says so.
#pragma once

#include <glib.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "images/deadline.h"
#include "images/plan.h"
#include "images/planar/resample.h"
#include "images/png/read_png.h"

namespace vitrine::images {

struct FreeMemory {
  void operator()(std::uint8_t* memory) const { g_free(memory); }
};

struct FinishedPixels {
  Size size;
  // 1 or 3, and one for alpha where a pixel is transparent.
  std::size_t bands = 0;
  // In memory that libvips can take over.
  std::unique_ptr<std::uint8_t, FreeMemory> samples;

  std::size_t bytes() const { return size.pixels() * bands; }
};

// Absent where a row is broken. `plan` turns nothing. VError when the deadline passes.
std::optional<FinishedPixels> shrink_png(const PngFile& file,
                                         const Plan& plan,
                                         const Resampler& resampler,
                                         const Deadline& deadline);

}  // namespace vitrine::images
