// Pixels in memory to bytes of the result. VError may be thrown.
#pragma once

#include <string>

#include <vips/vips8>

#include "images/deadline.h"
#include "images/notes.h"
#include "images/plan.h"

namespace vitrine::images {

// `image` is evaluated already: webpsave of libvips 8.14.1 leaks some 10 MB when its input fails.
std::string encode(const vips::VImage& image,
                   const Notes& notes,
                   const Plan& plan,
                   const Deadline& deadline);

// For flat colours and text: without loss where the format can, else with the colours at full
// resolution. PNG and GIF get a palette, which is exact up to 256 colours. `image` is RGB and
// alpha, in memory and without metadata; where the format has no transparency, or only all or
// nothing, white lies below it.
std::string encode_drawing(const vips::VImage& image, Format format);

}  // namespace vitrine::images
