// The short way of a photograph: from a JPEG to a smaller JPEG, WebP or AVIF without ever being
// RGB. Luma and colour are decoded at the size of about the result, resized in linear light and
// encoded as they are. See docs/pictures.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "images/deadline.h"
#include "images/kept_planes.h"
#include "images/plan.h"
#include "images/planes_cache.h"

namespace vitrine::images {

// For each plan what its picture is made of; those of one scale share it. One pass over the
// original gives all of them. Null for what is to be made alone, and, of one plan alone, when the
// original holds a surprise and libvips is to have it.
//
// `planar` is set in all of them. VError when the deadline passes.
std::vector<SharedPlanes> planes_for(std::string_view jpeg,
                                     std::span<const Plan> plans,
                                     const Deadline& deadline,
                                     const KeptPlanes& kept);

// The finished bytes. VError when the deadline passes or the encoder fails.
std::string finish_planar(const DecodedPlanes& planes, const Plan& plan, const Deadline& deadline);

}  // namespace vitrine::images
