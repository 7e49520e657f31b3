#include "pictures/start_vips.h"

#include <stdexcept>

#include <vips/vips8>

namespace vitrine::pictures {

void start_vips() {
  if (VIPS_INIT("pictures") != 0) throw std::runtime_error("libvips did not start");
}

}  // namespace vitrine::pictures

// ThreadSanitizer sees the memory that libvips and its codecs touch but not their locks, which GLib
// builds on futexes, so it would call every picture a race. Our own code stays watched.
extern "C" const char* __tsan_default_options();  // NOLINT: the name is the sanitizer's

extern "C" const char* __tsan_default_options() {
  return "ignore_noninstrumented_modules=1";
}
