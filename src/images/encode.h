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

}  // namespace vitrine::images
