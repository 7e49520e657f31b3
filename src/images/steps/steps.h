// The steps of a render, in the order in which render.cpp takes them. Each is a free function in a
// file of its own that does nothing when the plan asks for nothing. Pixels are lazy until
// `in_memory`. VError may be thrown by all of them.
#pragma once

#include <optional>

#include <vips/vips8>

#include "images/deadline.h"
#include "images/plan.h"

namespace vitrine::images {

// One frame of a strip of `plan.frames`.
vips::VImage cut_frame(vips::VImage strip, const Plan& plan, std::uint32_t index);

// Samples of 16 bit to 8, except for linear light, which uses all of them.
vips::VImage eight_bits(vips::VImage image, const Plan& plan);

// Lays alpha on white.
vips::VImage flatten(vips::VImage image, const Plan& plan);

// Encoded values to linear light (scRGB and alpha from 0 to 1), and back to 8 bit.
vips::VImage to_light(vips::VImage image, const Plan& plan);
vips::VImage from_light(vips::VImage image, const Plan& plan);

// The resize, with Lanczos3. Colours are weighted by their alpha meanwhile, so that what nobody
// sees does not bleed into what they do.
vips::VImage shrink(vips::VImage image, const Plan& plan);

// To sRGB or grey by the embedded profile, which is dropped; CMYK without one by libvips' own.
vips::VImage srgb(vips::VImage image, const Plan& plan);

// Turned as EXIF says.
vips::VImage upright(vips::VImage image, const Plan& plan, const Deadline& deadline);

vips::VImage crop(vips::VImage image, const Plan& plan);

// The label at the size of its place in the plan: RGB and alpha, in memory. Absent where it has no
// place. bad_request: no font has its text. unsupported: its image is none.
Result<std::optional<vips::VImage>> draw_planned_label(const Plan& plan);
// `label` over a frame that is in memory; nothing else of it changes. Grey becomes RGB.
vips::VImage put_label(vips::VImage frame, const vips::VImage& label, const Plan& plan);

// All pixels, made now, without any metadata. The deadline is kept while they are made.
vips::VImage in_memory(const vips::VImage& image, const Deadline& deadline);

}  // namespace vitrine::images
