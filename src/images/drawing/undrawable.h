// A label whose text libvips cannot draw: no font has ink for it. The caller's text is to blame, as
// everything else has been checked.
#pragma once

#include <vips/vips8>

#include "failure/failure.h"

namespace vitrine::images {

inline Failure undrawable(const vips::VError& error) {
  vips_error_clear();
  return {FailureKind::bad_request, "The text of a label could not be drawn", error.what()};
}

}  // namespace vitrine::images
