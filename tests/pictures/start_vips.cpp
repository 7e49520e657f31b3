#include "pictures/start_vips.h"

#include <stdexcept>

#include <vips/vips8>

namespace vitrine::pictures {

void start_vips() {
  if (VIPS_INIT("pictures") != 0) throw std::runtime_error("libvips did not start");
}

}  // namespace vitrine::pictures
