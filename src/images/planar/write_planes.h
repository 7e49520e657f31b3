// Planes to the bytes of a result, without a way through RGB.
#pragma once

#include <string>

#include "images/deadline.h"
#include "images/encoding.h"
#include "images/planar/planes.h"

namespace vitrine::images {

// Without metadata. VError when the deadline passes or the encoder fails.
std::string write_jpeg(const FinishedPlanes& planes, const Encoding& encoding);
// Grey is written with colour that is none. It cannot be stopped: effort and pixels bound it.
std::string write_avif(const FinishedPlanes& planes, const Encoding& encoding);
// Colour is half; grey is written with colour that is none.
std::string write_webp(const FinishedPlanes& planes,
                       const Encoding& encoding,
                       const Deadline& deadline);

}  // namespace vitrine::images
