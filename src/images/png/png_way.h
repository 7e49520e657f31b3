// The short way of a PNG: libdeflate instead of zlib, and a resize of our own in linear light. What
// comes after (a label, the encoder) is the same for both ways. See docs/pictures.md.
#pragma once

#include <optional>
#include <string_view>

#include <vips/vips8>

#include "images/deadline.h"
#include "images/plan.h"

namespace vitrine::images {

// Finished pixels with the label on them, in memory and without metadata; absent when the original
// holds a surprise, and libvips is to have it. `plan.png` is set. VError when the deadline passes.
std::optional<vips::VImage> make_png_pixels(std::string_view png,
                                            const std::optional<vips::VImage>& label,
                                            const Plan& plan,
                                            const Deadline& deadline);

}  // namespace vitrine::images
