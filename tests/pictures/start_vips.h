// libvips for test programs that make pictures and do not link the room `images`.
#pragma once

namespace vitrine::pictures {

// Starts libvips unless somebody has.
void start_vips();

}  // namespace vitrine::pictures
