#pragma once

namespace vitrine::pictures {

// Starts libvips unless somebody has.
void start_vips();

}  // namespace vitrine::pictures
