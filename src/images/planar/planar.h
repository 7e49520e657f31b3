// The short way of a photograph: from a baseline JPEG to a smaller JPEG or WebP without ever being
// RGB. Luma and colour are decoded at the size of about the result, resized in linear light and
// encoded as they are. See docs/pictures.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "images/deadline.h"
#include "images/plan.h"

namespace vitrine::images {

// The finished bytes; absent when the original holds a surprise, and libvips is to have it.
// `plan.planar` is set. VError when the deadline passes.
std::optional<std::string> render_planar(std::string_view jpeg,
                                         const Plan& plan,
                                         const Deadline& deadline);

}  // namespace vitrine::images
